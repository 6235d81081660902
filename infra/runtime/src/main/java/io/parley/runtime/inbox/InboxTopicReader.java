package io.parley.runtime.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.ContractJson;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.runtime.kafka.ConsumerThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the {@link InboxTable} up to date: reads all of the compacted topic, then follows it. It belongs to no group,
 * because every process needs all of it.
 */
final class InboxTopicReader implements SmartLifecycle {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(InboxTopicReader.class);

    private final ConsumerThread thread;
    private final String topic;
    private final InboxTable table;
    private final Counter unreadable;
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    InboxTopicReader(Map<String, Object> consumerConfig, String topic, InboxTable table, MeterRegistry meters) {
        this.thread = new ConsumerThread("parley-inboxes", consumerConfig, this::follow);
        this.topic = topic;
        this.table = table;
        this.unreadable = Counter.builder("parley.inbox_table.unreadable")
                .description("Configurations of inboxes that could not be read")
                .register(meters);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop(PATIENCE);
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }

    /** Before what needs the table, after the topic is there. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 800;
    }

    private void follow(KafkaConsumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = reading.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        reading.assign(partitions);
        reading.seekToBeginning(partitions);
        positions.forEach(reading::seek);
        Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
        while (thread.isWanted()) {
            partitions.forEach(partition -> positions.put(partition, reading.position(partition)));
            if (!table.isReady() && hasReached(ends)) {
                table.becomeReady();
                log.info("{} inboxes known", table.all().size());
            }
            for (ConsumerRecord<byte[], byte[]> news : reading.poll(POLL)) {
                take(news);
            }
        }
    }

    private boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void take(ConsumerRecord<byte[], byte[]> news) {
        try {
            if (news.value() == null) {
                table.remove(idOf(news));
            } else {
                table.put(ContractJson.read(news.value(), InboxConfig.class));
            }
        } catch (IOException | RuntimeException e) {
            unreadable.increment();
            log.error(
                    "The inbox configuration at {}-{}@{} is skipped: {}",
                    news.topic(),
                    news.partition(),
                    news.offset(),
                    e.getClass().getSimpleName());
        }
    }

    private static InboxId idOf(ConsumerRecord<byte[], byte[]> news) {
        return new InboxId(Integer.parseInt(new String(news.key(), StandardCharsets.UTF_8)));
    }
}
