package io.parley.runtime.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.FixedBackOff;

/**
 * A named record goes to the dead letters at once; any other failure of a batch is waited out without end, and nothing
 * is ever dropped.
 *
 * <p>The framework's own fallback retries inside one call: when a waited-out batch then names a poisoned record, it
 * either repeats it for ever or dead-letters the whole batch. Here each try is a poll of its own, so every failure is
 * looked at afresh, and partitions may move meanwhile.
 */
final class WaitOrDeadLetter extends DefaultErrorHandler {

    private final Patience patience;
    private final ThreadLocal<@Nullable Exception> unwritten = new ThreadLocal<>();

    WaitOrDeadLetter(DeadLetters deadLetters, Duration longestWait) {
        super(deadLetters, new FixedBackOff(0, 0));
        patience = new Patience(longestWait);
        setLogLevel(KafkaException.Level.DEBUG);
        setRetryListeners(new UnwrittenLetters());
    }

    @Override
    public void handleBatch(
            Exception thrown,
            ConsumerRecords<?, ?> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        if (namesARecordOf(records, thrown)) {
            deadLetter(thrown, records, consumer, container, invokeListener);
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            consumer.seek(partition, records.records(partition).get(0).offset());
        }
        patience.pause(container, records.partitions(), thrown);
        throw new KafkaException("to be tried again", KafkaException.Level.DEBUG, thrown);
    }

    /** The container calls it after the first batch that went through again. */
    @Override
    public void clearThreadState() {
        patience.end();
        super.clearThreadState();
    }

    private void deadLetter(
            Exception thrown,
            ConsumerRecords<?, ?> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        unwritten.remove();
        try {
            super.handleBatch(thrown, records, consumer, container, invokeListener);
        } finally {
            Exception failure = unwritten.get();
            if (failure == null) {
                patience.end();
            } else {
                patience.pause(container, records.partitions(), failure);
            }
        }
    }

    private static boolean namesARecordOf(ConsumerRecords<?, ?> records, Throwable thrown) {
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof BatchListenerFailedException named) {
                return named.getIndex() >= 0 && named.getIndex() < records.count();
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Remembers that a dead letter could not be written: the framework only logs it. */
    private final class UnwrittenLetters implements RetryListener {

        @Override
        public void failedDelivery(ConsumerRecord<?, ?> letter, Exception failure, int attempt) {
            // of no interest: it says no more than that somebody asked
        }

        @Override
        public void recoveryFailed(ConsumerRecord<?, ?> letter, Exception original, Exception failure) {
            unwritten.set(failure);
        }
    }
}
