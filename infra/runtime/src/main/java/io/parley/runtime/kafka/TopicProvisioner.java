package io.parley.runtime.kafka;

import io.parley.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.unit.DataSize;

/**
 * Creates the topics that are missing before any binding starts, and waits for a broker that is not there yet.
 *
 * <p>Topics that exist are left as they are: raising their partitions would move keys and so break the order.
 */
final class TopicProvisioner implements SmartLifecycle {

    /** Before the bindings' own phases, of which the first is {@code Integer.MIN_VALUE + 1000}. */
    static final int PHASE = Integer.MIN_VALUE + 500;

    /** A dead letter is its record and the headers that say why. */
    private static final DataSize DEAD_LETTER_HEADROOM = DataSize.ofKilobytes(64);

    private static final Duration ASSIGNMENT_SEGMENT = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final ListTopicsOptions SOON = new ListTopicsOptions().timeoutMs(3_000);
    private static final Logger log = LoggerFactory.getLogger(TopicProvisioner.class);

    private final Map<String, Object> adminConfig;
    private final Topics topics;
    private final KafkaSettings settings;
    private volatile boolean running;

    TopicProvisioner(Map<String, Object> adminConfig, Topics topics, KafkaSettings settings) {
        this.adminConfig = adminConfig;
        this.topics = topics;
        this.settings = settings;
    }

    @Override
    public void start() {
        if (settings.provisionTopics()) {
            provision();
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void provision() {
        CountDownLatch shutdown = new CountDownLatch(1);
        // A context that is still starting cannot be closed: without this, SIGTERM would wait for the broker too.
        Thread hook = new Thread(shutdown::countDown, "parley-topics-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Admin admin = Admin.create(adminConfig)) {
            long begin = System.nanoTime();
            while (!areThere(admin)) {
                if (System.nanoTime() - begin > settings.startTimeout().toNanos()) {
                    throw new IllegalStateException(
                            "the topics are not there after %s; does Kafka answer at %s (KAFKA_BOOTSTRAP_SERVERS)?"
                                    .formatted(settings.startTimeout(), address()));
                }
                if (shutdown.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("stopped while waiting for Kafka");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for Kafka", e);
        } finally {
            removeShutdownHook(hook);
        }
    }

    /** Creates what is missing; to be asked until true. Safe to repeat, also beside another hub that does the same. */
    private boolean areThere(Admin admin) throws InterruptedException {
        try {
            Set<String> existing = admin.listTopics(SOON).names().get();
            List<NewTopic> missing = wanted().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            if (missing.isEmpty()) {
                return true;
            }
            admin.createTopics(missing).all().get();
            log.info("Created {} topics", missing.size());
            return false; // a topic that was just created takes a moment to be known everywhere
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            if (e.getCause() instanceof RetriableException) {
                log.info("Waiting for Kafka at {}", address());
                return false;
            }
            throw new IllegalStateException("Kafka at %s refused to create the topics".formatted(address()), e);
        }
    }

    List<NewTopic> wanted() {
        List<NewTopic> wanted = new ArrayList<>();
        for (String name : topics.messageTopics()) {
            int partitions = settings.partitionsOf()
                    .getOrDefault(name.substring(topics.prefix().length()), settings.partitions());
            wanted.add(topic(name, partitions)
                    .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes(settings.maxRecordSize()))));
            wanted.add(topic(Topics.deadLetterOf(name), partitions)
                    .configs(Map.of(
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes(deadLetterSize(settings)),
                            TopicConfig.RETENTION_MS_CONFIG,
                                    Long.toString(settings.deadLetterRetention().toMillis()))));
        }
        for (String name : List.of(topics.inboxes(), topics.mailboxes())) {
            wanted.add(topic(name, 1)
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        }
        // Read from its beginning whenever its reader changes, so what is out of date should not stay for long.
        wanted.add(topic(topics.assignment(), 1)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_MS_CONFIG,
                        Long.toString(ASSIGNMENT_SEGMENT.toMillis()),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        "0.2")));
        return wanted;
    }

    static DataSize deadLetterSize(KafkaSettings settings) {
        return DataSize.ofBytes(settings.maxRecordSize().toBytes() + DEAD_LETTER_HEADROOM.toBytes());
    }

    private NewTopic topic(String name, int partitions) {
        return new NewTopic(name, partitions, settings.replicationFactor());
    }

    private static String bytes(DataSize size) {
        return Long.toString(size.toBytes());
    }

    private Object address() {
        return adminConfig.getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "?");
    }

    private static void removeShutdownHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("The process is stopping already", e);
        }
    }
}
