package io.parley.outbound.delivery;

import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.limit.InboxLimits;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Deletions and read marks: safe to repeat, so they are repeated a little, and given up rather than held on to. */
@Component
class DoOnTheSide {

    private static final Logger log = LoggerFactory.getLogger(DoOnTheSide.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final InboxLimits limits;
    private final OutboundMetrics metrics;
    private final OutboundProperties properties;
    private final Clock clock;

    DoOnTheSide(InboxLimits limits, OutboundMetrics metrics, OutboundProperties properties, Clock clock) {
        this.limits = limits;
        this.metrics = metrics;
        this.properties = properties;
        this.clock = clock;
    }

    /** Never fails. */
    Mono<Void> delete(Job job, Outbound.Delete delete) {
        return perform(
                job, "delete", delete.messageId().toString(), job.sender().delete(job.inbox(), delete));
    }

    /** Never fails. */
    Mono<Void> markRead(Job job, Outbound.MarkRead markRead) {
        return perform(
                job, "read", markRead.sourceIds().toString(), job.sender().markRead(job.inbox(), markRead));
    }

    private Mono<Void> perform(Job job, String what, String which, Mono<Void> call) {
        if (!job.inbox().enabled()) {
            return giveUp(job, what, which, "the inbox is switched off");
        }
        int retries = clock.instant().isAfter(job.startBy()) ? 0 : properties.sideRetries();
        return limits.ask(job.inbox(), call)
                .retryWhen(Retry.backoff(retries, FIRST_PAUSE)
                        .filter(failure -> failure instanceof ChannelTrouble trouble && trouble.isPassing())
                        .onRetryExhaustedThrow((retry, signal) -> signal.failure()))
                .timeout(properties.sideTimeout())
                .doOnSuccess(done -> metrics.ended(job.inbox().channel(), what))
                .onErrorResume(failure -> giveUp(job, what, which, describe(failure)));
    }

    private Mono<Void> giveUp(Job job, String what, String which, String reason) {
        return Mono.fromRunnable(() -> {
            metrics.ended(job.inbox().channel(), what + "_failed");
            log.warn(
                    "{} of {} in inbox {} was given up: {}",
                    what,
                    which,
                    job.inbox().id(),
                    reason);
        });
    }

    private static String describe(Throwable failure) {
        return failure instanceof ChannelTrouble trouble
                ? String.valueOf(trouble.getMessage())
                : failure.getClass().getSimpleName();
    }
}
