package io.parley.outbound.delivery;

import io.parley.contract.delivery.Delivery;
import io.parley.contract.message.MessageContent;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.delivery.AttemptMarks.Mark;
import io.parley.outbound.limit.InboxLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Sends a message at most once for each attempt, and says what became of it.
 *
 * <p>Each part is marked before its call and settled after it. An attempt that comes again says what was settled; one
 * that was begun and not settled is looked for at the provider, and never sent.
 */
@Component
class DeliverMessage {

    private static final Logger log = LoggerFactory.getLogger(DeliverMessage.class);

    private static final Duration WHEN_LATE = Duration.ofSeconds(2);
    private static final Duration WHEN_STOPPING = Duration.ofSeconds(5);

    private final AttemptMarks marks;
    private final DeliveryReports reports;
    private final InboxLimits limits;
    private final OutboundMetrics metrics;
    private final OutboundProperties properties;
    private final Clock clock;
    private volatile boolean stopping;

    DeliverMessage(
            AttemptMarks marks,
            DeliveryReports reports,
            InboxLimits limits,
            OutboundMetrics metrics,
            OutboundProperties properties,
            Clock clock) {
        this.marks = marks;
        this.reports = reports;
        this.limits = limits;
        this.metrics = metrics;
        this.properties = properties;
        this.clock = clock;
    }

    /** From now on nothing new is begun, so that the batch under way ends before the process does. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    /** Completes when the result is on the broker. Fails only when Redis or the broker is away. */
    Mono<Void> deliver(Job job, Outbound.Send message) {
        return sendParts(job, message)
                .doOnNext(delivery -> tell(job, message, delivery))
                .flatMap(delivery -> reports.report(job.cause(), message, delivery));
    }

    private Mono<Delivery> sendParts(Job job, Outbound.Send message) {
        List<MessageContent> parts = job.sender().partsOf(message);
        return sentBefore(message, parts.size())
                .flatMapMany(before -> Flux.range(0, parts.size())
                        .concatMap(index -> send(job, new OutgoingPart(message, index, parts.get(index)), before), 1))
                .takeUntil(result -> !(result instanceof PartResult.Sent))
                .collectList()
                .map(results -> Outcomes.sumUp(message, parts.size(), results, clock.instant()));
    }

    /**
     * What the attempt before this one got through is not sent again. When it got all through, somebody wants it sent
     * once more all the same: WhatsApp may have reported an error afterwards.
     */
    private Mono<Map<Integer, PartResult.Sent>> sentBefore(Outbound.Send message, int parts) {
        if (message.attempt() == 1 || parts == 1) {
            return Mono.just(Map.of());
        }
        return marks.sentBy(message.messageId(), message.attempt() - 1, parts)
                .map(sent -> sent.size() == parts ? Map.of() : sent);
    }

    private Mono<PartResult> send(Job job, OutgoingPart part, Map<Integer, PartResult.Sent> before) {
        PartAttempt attempt = attemptOf(part);
        PartResult.Sent sent = before.get(part.index());
        if (sent != null) {
            return marks.settle(attempt, sent).thenReturn(sent);
        }
        return marks.begin(attempt).flatMap(mark -> switch (mark) {
            case Mark.Fresh fresh -> first(job, part, fresh.since()).flatMap(result -> settle(attempt, result));
            case Mark.InDoubt doubt ->
                lookFor(job, part, doubt.since(), "the hub stopped while it was being sent")
                        .flatMap(result -> settle(attempt, result));
            case Mark.Settled settled -> Mono.just(settled.result());
        });
    }

    private Mono<PartResult> first(Job job, OutgoingPart part, Instant since) {
        return job.isOlderThan(properties.keepMarks(), since)
                ? lookFor(job, part, part.message().createdAt(), "it comes so late that it may have been sent long ago")
                : call(job, part, since);
    }

    private Mono<PartResult> call(Job job, OutgoingPart part, Instant since) {
        if (!job.inbox().enabled()) {
            return Mono.just(new PartResult.Failed("this inbox is switched off"));
        }
        if (stopping) {
            return Mono.just(putOff(WHEN_STOPPING, "the hub is restarting"));
        }
        if (clock.instant().isAfter(job.startBy())) {
            return Mono.just(putOff(WHEN_LATE, "this inbox has more to send than it can at the moment"));
        }
        return limits.send(job.inbox(), callOf(job, part))
                .onErrorResume(surprise -> Mono.just(unexpected(part, surprise)))
                .flatMap(outcome -> resultOf(job, part, since, outcome));
    }

    private Mono<SendOutcome> callOf(Job job, OutgoingPart part) {
        return Mono.defer(() -> {
            metrics.attempted(job.inbox().channel());
            return job.sender().send(job.inbox(), part);
        });
    }

    private Mono<PartResult> resultOf(Job job, OutgoingPart part, Instant since, SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent sent -> Mono.just(new PartResult.Sent(sent.sourceId(), sent.address()));
            case SendOutcome.Refused refused -> Mono.just(new PartResult.Failed(refused.reason()));
            case SendOutcome.NotNow notNow -> Mono.just(putOff(notNow.delay(), notNow.reason()));
            case SendOutcome.Unknown unknown ->
                Mono.delay(properties.lookAgainAfter())
                        .then(Mono.defer(() -> lookFor(job, part, since, unknown.reason())));
        };
    }

    /** Whether the provider's history has it; a history that cannot be read says nothing. */
    private Mono<PartResult> lookFor(Job job, OutgoingPart part, Instant begun, String reason) {
        return job.sender()
                .findSent(job.inbox(), part, begun.minus(properties.clockSkew()))
                .timeout(properties.lookTimeout())
                .onErrorResume(unread -> unreadable(part, unread))
                .filterWhen(found -> marks.isUnclaimed(job.inbox().id(), found.sourceId()), 1)
                .next()
                .<PartResult>map(found -> new PartResult.Sent(found.sourceId(), found.address()))
                .defaultIfEmpty(new PartResult.Unknown(reason));
    }

    /**
     * What is not kept is found in doubt if the record comes again, which is safe; so a failure here must not undo what
     * was done.
     */
    private Mono<PartResult> settle(PartAttempt attempt, PartResult result) {
        if (result instanceof PartResult.Unknown) {
            return Mono.just(result);
        }
        return marks.settle(attempt, result)
                .retryWhen(Retry.backoff(2, Duration.ofMillis(100)))
                .onErrorResume(lost -> notKept(attempt, lost))
                .thenReturn(result);
    }

    private PartResult.Deferred putOff(Duration wait, String reason) {
        return new PartResult.Deferred(clock.instant().plus(wait), reason);
    }

    private void tell(Job job, Outbound.Send message, Delivery delivery) {
        String outcome = Outcomes.nameOf(delivery);
        metrics.ended(job.inbox().channel(), outcome);
        log.debug(
                "message {} attempt {} of inbox {}: {}",
                message.messageId(),
                message.attempt(),
                message.inboxId(),
                outcome);
    }

    private static SendOutcome unexpected(OutgoingPart part, Throwable surprise) {
        log.error(
                "message {} part {}: sending failed unexpectedly",
                part.message().messageId(),
                part.index(),
                surprise);
        return new SendOutcome.Unknown("sending failed unexpectedly");
    }

    private static Flux<SendOutcome.Sent> unreadable(OutgoingPart part, Throwable unread) {
        log.info(
                "message {} part {}: the provider's history cannot be read: {}",
                part.message().messageId(),
                part.index(),
                unread.getClass().getSimpleName());
        return Flux.empty();
    }

    private static Mono<Void> notKept(PartAttempt attempt, Throwable lost) {
        log.warn(
                "message {} attempt {} part {}: its result could not be kept: {}",
                attempt.messageId(),
                attempt.attempt(),
                attempt.part(),
                lost.getClass().getSimpleName());
        return Mono.empty();
    }

    private static PartAttempt attemptOf(OutgoingPart part) {
        Outbound.Send message = part.message();
        return new PartAttempt(message.inboxId(), message.messageId(), message.attempt(), part.index());
    }
}
