package io.parley.ingress.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.inbox.InboxConfig;
import io.parley.ingress.channel.ChannelParser;
import io.parley.ingress.channel.ParsedWebhook;
import io.parley.ingress.channel.PublishInbound;
import java.time.Clock;
import java.time.Instant;
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
    private final PublishInbound publish;
    private final MeterRegistry meters;
    private final Clock clock;

    AcceptWebhook(ChannelParser parser, KeepFiles files, PublishInbound publish, MeterRegistry meters, Clock clock) {
        this.parser = parser;
        this.files = files;
        this.publish = publish;
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
                .flatMap(publish::publish);
    }

    private static Mono<JsonNode> read(WebhookBody body) {
        return Mono.fromCallable(() -> WebhookJson.read(body)).subscribeOn(Schedulers.boundedElastic());
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
}
