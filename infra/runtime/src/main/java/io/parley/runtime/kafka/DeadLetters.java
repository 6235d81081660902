package io.parley.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.support.KafkaUtils;

/**
 * Writes a record nobody can handle to {@code <topic>.dlq}, same partition, with its reason. A dead letter that cannot
 * be written is an error: the record is then met again, never skipped.
 */
final class DeadLetters extends DeadLetterPublishingRecoverer {

    /** Enough to see what is wrong, and far below the headroom dead-letter topics have. */
    private static final int MAX_REASON = 500;

    /** Not this class's own: under that name the framework repeats a failure with each try. */
    private static final Logger log = LoggerFactory.getLogger("io.parley.runtime.kafka.GaveUp");

    private final Clock clock;
    private final MeterRegistry meters;

    DeadLetters(KafkaOperations<byte[], byte[]> template, Clock clock, MeterRegistry meters, Duration timeout) {
        super(
                template,
                (letter, failure) -> new TopicPartition(Topics.deadLetterOf(letter.topic()), letter.partition()));
        this.clock = clock;
        this.meters = meters;
        setHeadersFunction(this::headersOf);
        setExceptionHeadersCreator((headers, failure, isKey, names) -> {});
        excludeHeader(HeaderNames.HeadersToAdd.values());
        setFailIfSendResultIsError(true);
        setWaitForSendResultTimeout(timeout);
        setLogRecoveryRecord(false);
    }

    @Override
    public void accept(
            ConsumerRecord<?, ?> letter,
            org.apache.kafka.clients.consumer.@Nullable Consumer<?, ?> consumer,
            Exception e) {
        super.accept(letter, consumer, e);
        Throwable reason = reasonOf(e);
        meters.counter(
                        "parley.dead_letters",
                        "topic",
                        letter.topic(),
                        "reason",
                        reason.getClass().getSimpleName())
                .increment();
        log.warn(
                "Gave up on {}-{}@{}: {}; it is in the dead letters",
                letter.topic(),
                letter.partition(),
                letter.offset(),
                reason.getClass().getSimpleName());
    }

    private Headers headersOf(ConsumerRecord<?, ?> letter, Exception failure) {
        Throwable reason = reasonOf(failure);
        String group = KafkaUtils.getConsumerGroupId();
        Headers headers = new RecordHeaders();
        add(headers, DeadLetterHeaders.REASON, cut(inWords(reason)));
        add(headers, DeadLetterHeaders.REASON_CLASS, reason.getClass().getSimpleName());
        add(headers, DeadLetterHeaders.TOPIC, letter.topic());
        add(headers, DeadLetterHeaders.PARTITION, Integer.toString(letter.partition()));
        add(headers, DeadLetterHeaders.OFFSET, Long.toString(letter.offset()));
        add(headers, DeadLetterHeaders.GROUP, group == null ? "" : group);
        add(headers, DeadLetterHeaders.TIME, clock.instant().toString());
        return headers;
    }

    /** What the use case failed with: the cause of the exception that named the record. */
    private static Throwable reasonOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BatchListenerFailedException named) {
                return named.getCause() == null ? named : named.getCause();
            }
        }
        return failure;
    }

    /** What lies at the bottom says most: what is above it quotes whole statements. */
    private static @Nullable String inWords(Throwable reason) {
        String deepest = NestedExceptionUtils.getMostSpecificCause(reason).getMessage();
        return deepest == null ? reason.getMessage() : deepest;
    }

    private static String cut(@Nullable String reason) {
        String line = reason == null ? "" : reason.replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "…";
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
