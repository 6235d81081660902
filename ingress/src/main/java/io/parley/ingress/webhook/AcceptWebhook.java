package io.parley.ingress.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Topics;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import io.parley.ingress.IngressProperties;
import io.parley.ingress.channel.ChannelParser;
import io.parley.ingress.channel.ParsedInbound;
import io.parley.ingress.channel.ParsedWebhook;
import io.parley.ingress.problem.IngressFailure.NotAcknowledged;
import io.parley.runtime.kafka.BrokerUnavailable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Turns one webhook into inbound events that Kafka has acknowledged. Safe to repeat: the same webhook, the same ids.
 */
@Component
class AcceptWebhook {

    private static final Logger log = LoggerFactory.getLogger(AcceptWebhook.class);

    private final ChannelParser parser;
    private final KeepFiles files;
    private final RecordPublisher publisher;
    private final Topics topics;
    private final IngressProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;

    AcceptWebhook(
            ChannelParser parser,
            KeepFiles files,
            RecordPublisher publisher,
            Topics topics,
            IngressProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.parser = parser;
        this.files = files;
        this.publisher = publisher;
        this.topics = topics;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /** Completes once the broker has everything. */
    Mono<Void> accept(InboxConfig inbox, WebhookBody body) {
        Instant receivedAt = clock.instant();
        return read(body)
                .map(json -> parser.parse(inbox, json, receivedAt))
                .doOnNext(parsed -> note(inbox, parsed))
                .flatMapIterable(ParsedWebhook::inbound)
                .concatMap(files::keep)
                .collectList()
                .publishOn(
                        Schedulers.parallel()) // waiting for a broker that is away must not hold the readers' threads
                .flatMap(this::publish);
    }

    private static Mono<JsonNode> read(WebhookBody body) {
        return Mono.fromCallable(() -> WebhookJson.read(body)).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> publish(List<ParsedInbound> inbound) {
        return publisher
                .publish(inbound.stream().map(this::toRecord).toList())
                .timeout(properties.publishTimeout())
                .onErrorMap(TimeoutException.class, NotAcknowledged::new)
                .onErrorMap(BrokerUnavailable.class, NotAcknowledged::new)
                .doOnSuccess(done -> inbound.forEach(this::countAccepted));
    }

    private OutgoingRecord toRecord(ParsedInbound parsed) {
        Inbound inbound = parsed.inbound();
        return OutgoingRecord.of(topics.inbound(inbound.channel()), inbound.key(), inbound, parsed.eventId());
    }

    private void note(InboxConfig inbox, ParsedWebhook parsed) {
        parsed.ignored()
                .forEach(ignored -> meters.counter(
                                "parley.ignored", "event", ignored.event(), "reason", ignored.reason())
                        .increment());
        if (parsed.foreignInstance()) {
            meters.counter("parley.foreign_instance").increment();
            log.warn("Inbox {} took a webhook of an instance that is not its own", inbox.id());
        }
    }

    private void countAccepted(ParsedInbound parsed) {
        meters.counter(
                        "parley.accepted",
                        "channel",
                        parsed.inbound().channel().wireName(),
                        "kind",
                        kindOf(parsed.inbound()))
                .increment();
    }

    private static String kindOf(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Message message -> "message";
            case Inbound.Receipt receipt -> "receipt";
            case Inbound.Connection connection -> "connection";
            case Inbound.Profile profile -> "profile";
            case Inbound.Identified identified -> "identified";
            case Inbound.Ended ended -> "ended";
        };
    }
}
