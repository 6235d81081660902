package io.parley.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Measures how many records each group of this process has yet to handle, as {@code parley.consumer.lag}: two questions
 * to the broker a round, no consumer of its own. Every process of a group reports the same figure.
 */
final class ConsumerLag implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ConsumerLag.class);

    private final Admin admin;
    private final KafkaSettings settings;
    private final MultiGauge gauge;
    private final Map<String, Set<String>> topicsByGroup = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService timer;
    private boolean answered = true;

    ConsumerLag(Admin admin, KafkaSettings settings, MeterRegistry meters) {
        this.admin = admin;
        this.settings = settings;
        this.gauge = MultiGauge.builder("parley.consumer.lag")
                .description("Records written but not yet handled")
                .register(meters);
    }

    /** Called for every consumer this process creates; one that reads several topics names them with commas between. */
    void watch(String group, String topics) {
        topicsByGroup
                .computeIfAbsent(group, it -> ConcurrentHashMap.newKeySet())
                .addAll(List.of(topics.split(",")));
    }

    @Override
    public synchronized void start() {
        timer = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("parley-lag").daemon().unstarted(task));
        long pause = settings.lagInterval().toMillis();
        var unused = timer.scheduleWithFixedDelay(this::measure, pause, pause, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    private void measure() {
        try {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            for (Map.Entry<String, Set<String>> group : topicsByGroup.entrySet()) {
                lagOf(admin, group.getKey(), group.getValue())
                        .forEach((topic, lag) ->
                                rows.add(MultiGauge.Row.of(Tags.of("group", group.getKey(), "topic", topic), lag)));
            }
            gauge.register(rows, true);
            say(true);
        } catch (ExecutionException | KafkaException e) {
            log.debug("The lag could not be measured", e); // the old figures stay
            say(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * One line when the broker goes and one when it is back: its clients' own, a line a second each, are turned off.
     */
    private void say(boolean answers) {
        if (answers && !answered) {
            log.info("Kafka answers again");
        } else if (!answers && answered) {
            log.warn("Kafka does not answer");
        }
        answered = answers;
    }

    /** By topic. A partition without a committed offset counts from its beginning, where the group would start. */
    private static Map<String, Long> lagOf(Admin admin, String group, Set<String> topics)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description.partitions().forEach(partition -> {
                    TopicPartition key = new TopicPartition(topic, partition.partition());
                    ends.put(key, OffsetSpec.latest());
                    if (committed.get(key) == null) {
                        beginnings.put(key, OffsetSpec.earliest());
                    }
                }));
        Map<TopicPartition, Long> end = offsets(admin, ends);
        Map<TopicPartition, Long> beginning = beginnings.isEmpty() ? Map.of() : offsets(admin, beginnings);
        Map<String, Long> lag = new HashMap<>();
        end.forEach((partition, last) -> {
            OffsetAndMetadata done = committed.get(partition);
            long first = done == null ? beginning.getOrDefault(partition, last) : done.offset();
            lag.merge(partition.topic(), Math.max(0, last - first), Long::sum);
        });
        return lag;
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, Map<TopicPartition, OffsetSpec> asked)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }
}
