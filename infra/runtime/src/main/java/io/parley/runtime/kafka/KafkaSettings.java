package io.parley.runtime.kafka;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the hub uses Kafka, beside what {@code spring.kafka} and {@code spring.cloud.stream} say.
 *
 * @param topicPrefix put before every topic and group, so that several hubs may share a broker
 * @param provisionTopics creates missing topics at start; existing ones are never changed
 * @param partitions of a topic that is created; more later would move keys, so begin high
 * @param partitionsOf the same for single topics, by name without prefix
 * @param replicationFactor of a topic that is created
 * @param maxRecordSize the largest record; dead-letter topics take a little more, because a dead letter is larger
 * @param deadLetterRetention how long dead letters are kept
 * @param startTimeout how long a start waits for the broker before it gives up
 * @param publishTimeout how long a publisher waits for all acknowledgements
 * @param longestWait the longest pause before a batch is tried again that failed through no fault of its own
 * @param lagInterval how often the consumers' lag is measured
 */
@Validated
@ConfigurationProperties("parley.runtime.kafka")
public record KafkaSettings(
        @DefaultValue("") String topicPrefix,
        @DefaultValue("true") boolean provisionTopics,
        @DefaultValue("12") @Min(1) int partitions,
        @DefaultValue Map<String, Integer> partitionsOf,
        @DefaultValue("1") @Min(1) short replicationFactor,
        @DefaultValue("4MB") DataSize maxRecordSize,
        @DefaultValue("90d") Duration deadLetterRetention,
        @DefaultValue("5m") Duration startTimeout,
        @DefaultValue("15s") Duration publishTimeout,
        @DefaultValue("10s") Duration longestWait,
        @DefaultValue("15s") Duration lagInterval) {}
