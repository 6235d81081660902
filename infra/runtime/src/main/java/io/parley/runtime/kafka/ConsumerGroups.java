package io.parley.runtime.kafka;

import io.parley.contract.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far all groups of a hub are, whichever process they run in: what the broker knows. It blocks. */
public final class ConsumerGroups {

    private final Admin admin;
    private final String prefix;

    ConsumerGroups(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /** By group and topic; partitions a group never committed to are left out. */
    public List<Lag> lags() {
        try {
            List<Lag> lags = new ArrayList<>();
            for (ConsumerGroupListing group : admin.listConsumerGroups().all().get()) {
                lags.addAll(lagsOf(group.groupId()));
            }
            lags.sort(Comparator.comparing(Lag::group).thenComparing(Lag::topic));
            return lags;
        } catch (ExecutionException e) {
            throw new BrokerUnavailable("Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailable("Interrupted", e);
        }
    }

    private List<Lag> lagsOf(String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get());
        committed.keySet().removeIf(it -> !isOurs(it.topic()));
        committed.values().removeIf(Objects::isNull);
        if (committed.isEmpty()) {
            return List.of();
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        committed.keySet().forEach(it -> asked.put(it, OffsetSpec.latest()));
        Map<String, Long> byTopic = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(asked).all().get();
        committed.forEach((partition, done) -> {
            ListOffsetsResultInfo end = ends.get(partition);
            if (end != null) {
                byTopic.merge(partition.topic(), Math.max(0, end.offset() - done.offset()), Long::sum);
            }
        });
        return byTopic.entrySet().stream()
                .map(it -> new Lag(group, it.getKey(), it.getValue()))
                .toList();
    }

    private boolean isOurs(String topic) {
        return topic.startsWith(prefix + "parley.") && !topic.endsWith(Topics.DEAD_LETTER_SUFFIX);
    }

    /** @param records written but not yet handled */
    public record Lag(String group, String topic, long records) {}
}
