package io.parley.outbound.delivery;

import io.parley.contract.Channel;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.ChannelSender;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.ReceivedRecord;
import io.parley.runtime.kafka.Traces;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Does what the store asks for: one contact's records strictly one after the other, different contacts' side by side.
 *
 * <p>A record that fails stops its own line and no other: what is under way is never cancelled, because then nobody
 * would know whether it left.
 */
@Component
class SendOutbound {

    private final InboxTable inboxes;
    private final Map<Channel, ChannelSender> senders = new EnumMap<>(Channel.class);
    private final DeliverMessage messages;
    private final DoOnTheSide sideJobs;
    private final Bisection bisection;
    private final Traces traces;
    private final OutboundProperties properties;
    private final Clock clock;

    SendOutbound(
            InboxTable inboxes,
            List<ChannelSender> senders,
            DeliverMessage messages,
            DoOnTheSide sideJobs,
            Bisection bisection,
            Traces traces,
            OutboundProperties properties,
            Clock clock) {
        this.inboxes = inboxes;
        senders.forEach(sender -> this.senders.put(sender.channel(), sender));
        this.messages = messages;
        this.sideJobs = sideJobs;
        this.bisection = bisection;
        this.traces = traces;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Completes once every record is done and every answer is on the broker. Fails with
     * {@link BatchListenerFailedException} for a record that can never be done, with anything else when the batch must
     * come again; what is done by then is not done twice.
     */
    Mono<Void> send(ReceivedBatch<Outbound> batch) {
        return Mono.defer(() -> {
            Instant startBy = clock.instant().plus(properties.startWithin());
            return Flux.fromIterable(linesByInbox(batch).values())
                    .flatMap(lines -> sendLines(lines, startBy), Integer.MAX_VALUE)
                    .collectList()
                    .flatMap(SendOutbound::firstToAnswerFor);
        });
    }

    private static Map<InboxId, Map<String, List<ReceivedRecord<Outbound>>>> linesByInbox(
            ReceivedBatch<Outbound> batch) {
        Map<InboxId, Map<String, List<ReceivedRecord<Outbound>>>> lines = new LinkedHashMap<>();
        for (ReceivedRecord<Outbound> record : batch.readable()) {
            lines.computeIfAbsent(record.value().inboxId(), inbox -> new LinkedHashMap<>())
                    .computeIfAbsent(record.key(), key -> new ArrayList<>())
                    .add(record);
        }
        return lines;
    }

    /** Emits what stopped a line; nothing when all went through. */
    private Flux<Throwable> sendLines(Map<String, List<ReceivedRecord<Outbound>>> lines, Instant startBy) {
        return Flux.fromIterable(lines.values()).flatMap(line -> sendLine(line, startBy), properties.linesPerInbox());
    }

    private Mono<Throwable> sendLine(List<ReceivedRecord<Outbound>> line, Instant startBy) {
        return Flux.fromIterable(line)
                .concatMap(record -> bisection.handle(List.of(record), alone -> send(record, startBy)), 1)
                .then(Mono.<Throwable>empty())
                .onErrorResume(Mono::just);
    }

    private Mono<Void> send(ReceivedRecord<Outbound> record, Instant startBy) {
        return traces.continuing(record, "outbound", jobOf(record, startBy).flatMap(this::perform));
    }

    private Mono<Job> jobOf(ReceivedRecord<Outbound> record, Instant startBy) {
        InboxId inboxId = record.value().inboxId();
        return inboxOf(inboxId)
                .flatMap(inbox -> Mono.justOrEmpty(senders.get(inbox.channel()))
                        .map(sender -> new Job(record, inbox, sender, startBy)))
                .switchIfEmpty(Mono.error(() -> new UnknownInbox(inboxId)));
    }

    private Mono<InboxConfig> inboxOf(InboxId inboxId) {
        return Mono.justOrEmpty(inboxes.find(inboxId))
                .switchIfEmpty(Mono.defer(() -> inboxes.isReady()
                        ? inboxes.await(inboxId, properties.waitForInbox()).publishOn(Schedulers.parallel())
                        : Mono.error(new TimeoutException("the table of inboxes has not been read yet"))));
    }

    private Mono<Void> perform(Job job) {
        return switch (job.cause().value()) {
            case Outbound.Send message -> messages.deliver(job, message);
            case Outbound.Delete delete -> sideJobs.delete(job, delete);
            case Outbound.MarkRead markRead -> sideJobs.markRead(job, markRead);
        };
    }

    /** What may pass comes first, because then all comes again; else the foremost record that cannot be done. */
    private static Mono<Void> firstToAnswerFor(List<Throwable> failures) {
        return failures.stream()
                .min(Comparator.comparingInt(SendOutbound::rank))
                .map(Mono::<Void>error)
                .orElseGet(Mono::empty);
    }

    private static int rank(Throwable failure) {
        return failure instanceof BatchListenerFailedException poisoned ? poisoned.getIndex() : -1;
    }
}
