package io.parley.router.assignment;

import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.assignment.AssignmentFact;
import io.parley.runtime.kafka.ConsumerThread;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads {@code parley.assignment.v1} and publishes what follows from it to {@code parley.commands.v1}.
 *
 * <p>The topic has one partition, so of all nodes one reads it and decides. Whoever gets it reads it from the beginning
 * first: nothing is kept between turns, and no offset is ever committed. A node that has lost its turn without knowing
 * may still decide on an old picture; the store refuses what no longer holds.
 */
@Component
class AssignmentBinding implements SmartLifecycle {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(AssignmentBinding.class);

    private final ConsumerThread thread;
    private final Topics topics;
    private final RecordPublisher publisher;
    private final AssignmentProperties properties;
    private final AssignmentMetrics metrics;
    private final Clock clock;
    private final Desks desks;
    private final List<Decision> unsent = new ArrayList<>();
    /** Where the topic ended when this node got its turn; absent while it has none. */
    private @Nullable Long end;

    AssignmentBinding(
            KafkaProperties kafka,
            ObjectProvider<SslBundles> ssl,
            Topics topics,
            RecordPublisher publisher,
            AssignmentProperties properties,
            AssignmentMetrics metrics,
            Clock clock) {
        this.thread = new ConsumerThread("parley-assignment", config(kafka, ssl, topics), this::work);
        this.topics = topics;
        this.publisher = publisher;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
        this.desks = new Desks(properties, metrics);
    }

    private static Map<String, Object> config(KafkaProperties kafka, ObjectProvider<SslBundles> ssl, Topics topics) {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties(ssl.getIfAvailable()));
        config.put(ConsumerConfig.GROUP_ID_CONFIG, topics.prefix() + "router-assignment");
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "parley-assignment");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return config;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop(properties.publishTimeout());
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }

    @Override
    public boolean isAutoStartup() {
        return properties.enabled();
    }

    private void work(KafkaConsumer<byte[], byte[]> reading) {
        try {
            reading.subscribe(List.of(topics.assignment()), new Turn(reading));
            while (thread.isWanted()) {
                turn(reading);
            }
        } finally {
            endTurn();
        }
    }

    private void turn(KafkaConsumer<byte[], byte[]> reading) {
        for (ConsumerRecord<byte[], byte[]> news : reading.poll(POLL)) {
            take(news);
        }
        Long begin = end;
        if (begin == null || reading.position(new TopicPartition(topics.assignment(), 0)) < begin) {
            return;
        }
        unsent.addAll(desks.decide(clock.instant()));
        metrics.show(desks.waiting());
        publish();
    }

    /** What the broker did not take is published again before anything else is; the store knows it by its id. */
    private void publish() {
        if (unsent.isEmpty()) {
            return;
        }
        List<OutgoingRecord> commands = unsent.stream()
                .map(it ->
                        OutgoingRecord.of(topics.commands(), it.conversation().recordKey(), it.command(), it.id()))
                .toList();
        try {
            publisher.publish(commands).block(properties.publishTimeout());
            unsent.clear();
        } catch (RuntimeException e) {
            log.warn("{} decisions wait for the broker: {}", commands.size(), e.toString());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> news) {
        Instant now = clock.instant();
        String key = new String(news.key(), StandardCharsets.UTF_8);
        try {
            desks.learn(key, news.value() == null ? null : ContractJson.read(news.value(), AssignmentFact.class), now);
        } catch (IOException | RuntimeException e) {
            log.error(
                    "The fact at {}-{}@{} is skipped: {}",
                    news.topic(),
                    news.partition(),
                    news.offset(),
                    e.getClass().getSimpleName());
        }
    }

    private void endTurn() {
        end = null;
        desks.clear();
        unsent.clear();
        metrics.show(Waiting.NONE);
    }

    /** It becomes this node's turn, or is so no longer. */
    private final class Turn implements ConsumerRebalanceListener {

        private final KafkaConsumer<byte[], byte[]> reading;

        Turn(KafkaConsumer<byte[], byte[]> reading) {
            this.reading = reading;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            endTurn();
            reading.seekToBeginning(partitions);
            end = reading.endOffsets(partitions).values().iterator().next();
            log.info("This node assigns conversations now; {} facts to read", end);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                endTurn();
            }
        }
    }
}
