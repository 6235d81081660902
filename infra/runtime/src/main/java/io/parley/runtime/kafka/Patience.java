package io.parley.runtime.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Pauses a consumer thread ever longer while something it needs is away, and says so when that begins, changes and
 * ends: an outage of an hour is a handful of lines.
 */
final class Patience {

    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Logger log = LoggerFactory.getLogger(Patience.class);

    private final ExponentialBackOff backOff;
    private final Map<Thread, Waiting> waiting = new ConcurrentHashMap<>();

    Patience(Duration longestWait) {
        backOff = new ExponentialBackOff(Math.min(FIRST_WAIT.toMillis(), longestWait.toMillis()), 2);
        backOff.setMaxInterval(longestWait.toMillis());
        backOff.setMaxElapsedTime(Long.MAX_VALUE);
    }

    /** Returns early when the container is stopped. The whole poll is met again afterwards. */
    void pause(MessageListenerContainer container, Object records, Throwable failure) {
        String reason = deepest(failure).getClass().getName();
        Waiting before = waiting.get(Thread.currentThread());
        Waiting now = before == null ? new Waiting(backOff.start(), reason, 1) : before.again(reason);
        waiting.put(Thread.currentThread(), now);
        if (before == null || !before.reason().equals(reason)) {
            log.warn("Records of {} have to wait and are tried until they go through: {}", records, reason);
            log.debug("They wait because of this", failure);
        }
        try {
            ListenerUtils.stoppableSleep(container, now.backOff().nextBackOff());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** This thread's records go through again. */
    void end() {
        Waiting over = waiting.remove(Thread.currentThread());
        if (over != null) {
            log.info("Records go through again, after {} tries", over.tries());
        }
    }

    private static Throwable deepest(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** How long a thread has been waiting, and for what. */
    private record Waiting(BackOffExecution backOff, String reason, int tries) {
        Waiting again(String newReason) {
            return new Waiting(backOff, newReason, tries + 1);
        }
    }
}
