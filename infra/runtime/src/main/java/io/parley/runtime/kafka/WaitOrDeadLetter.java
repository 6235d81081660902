package io.parley.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;
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

    private static final Logger log = LoggerFactory.getLogger(WaitOrDeadLetter.class);

    private final ExponentialBackOff backOff;
    private final Map<Thread, Waiting> waiting = new ConcurrentHashMap<>();

    WaitOrDeadLetter(ConsumerRecordRecoverer deadLetters, Duration longestWait) {
        super(deadLetters, new FixedBackOff(0, 0));
        backOff = new ExponentialBackOff(Math.min(200, longestWait.toMillis()), 2);
        backOff.setMaxInterval(longestWait.toMillis());
        backOff.setMaxElapsedTime(Long.MAX_VALUE);
        setLogLevel(KafkaException.Level.DEBUG);
    }

    @Override
    public void handleBatch(
            Exception thrown,
            ConsumerRecords<?, ?> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        if (namesARecordOf(records, thrown)) {
            forget();
            super.handleBatch(thrown, records, consumer, container, invokeListener);
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            consumer.seek(partition, records.records(partition).get(0).offset());
        }
        waitFor(thrown, records, container);
        throw new KafkaException("to be tried again", KafkaException.Level.DEBUG, thrown);
    }

    /** The container calls it after the first batch that went through again. */
    @Override
    public void clearThreadState() {
        forget();
        super.clearThreadState();
    }

    private void forget() {
        Waiting over = waiting.remove(Thread.currentThread());
        if (over != null) {
            log.info("{} goes on after {} tries", Thread.currentThread().getName(), over.tries());
        }
    }

    private void waitFor(Exception thrown, ConsumerRecords<?, ?> records, MessageListenerContainer container) {
        Throwable reason = deepest(thrown);
        String kind = reason.getClass().getName();
        Waiting before = waiting.get(Thread.currentThread());
        Waiting now = before == null ? new Waiting(backOff.start(), kind, 1) : before.again(kind);
        waiting.put(Thread.currentThread(), now);
        if (before == null || !before.kind().equals(kind)) {
            log.warn(
                    "{} records of {} have to wait and are tried again until they go through: {}",
                    records.count(),
                    records.partitions(),
                    kind,
                    log.isDebugEnabled() ? thrown : null);
        }
        try {
            ListenerUtils.stoppableSleep(container, now.backOff().nextBackOff());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private static Throwable deepest(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** How long a consumer thread has been waiting, and for what. */
    private record Waiting(BackOffExecution backOff, String kind, int tries) {
        Waiting again(String newKind) {
            return new Waiting(backOff, newKind, tries + 1);
        }
    }
}
