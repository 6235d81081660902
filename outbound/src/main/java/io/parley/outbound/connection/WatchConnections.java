package io.parley.outbound.connection;

import io.parley.contract.Channel;
import io.parley.contract.Topics;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import io.parley.outbound.channel.ChannelSender;
import io.parley.outbound.channel.ConnectionNews;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks providers whether inboxes are still connected, because a provider that is dead says nothing, and what it said
 * while nobody listened is lost. The answers go the way of a provider's own news; what is known already changes
 * nothing.
 */
@Component
class WatchConnections {

    private static final Logger log = LoggerFactory.getLogger(WatchConnections.class);

    /** How much an interval varies to either side, so that many inboxes are not asked at once. */
    private static final double JITTER = 0.2;

    /** Rounds in an interval: whose turn it is shows soon after the interval's end. */
    private static final int ROUNDS = 6;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final InboxTable inboxes;
    private final Map<Channel, ChannelSender> senders = new EnumMap<>(Channel.class);
    private final Turns turns;
    private final RecordPublisher publisher;
    private final Topics topics;
    private final ConnectionProperties properties;
    private final Clock clock;
    private final Disposable.Swap rounds = Disposables.swap();

    WatchConnections(
            InboxTable inboxes,
            List<ChannelSender> senders,
            Turns turns,
            RecordPublisher publisher,
            Topics topics,
            ConnectionProperties properties,
            Clock clock) {
        this.inboxes = inboxes;
        senders.forEach(sender -> this.senders.put(sender.channel(), sender));
        this.turns = turns;
        this.publisher = publisher;
        this.topics = topics;
        this.properties = properties;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        if (!properties.interval().isZero()) {
            rounds.update(Flux.interval(properties.interval().dividedBy(ROUNDS))
                    .onBackpressureDrop()
                    .concatMap(round -> look(), 1)
                    .subscribe());
        }
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        rounds.dispose();
    }

    /** Asks for each inbox whose turn has come. A failure is told and makes nothing fail. */
    Mono<Void> look() {
        return Flux.fromIterable(inboxes.all())
                .filter(InboxConfig::enabled)
                .flatMap(
                        inbox -> Mono.justOrEmpty(senders.get(inbox.channel()))
                                .flatMap(sender -> look(inbox, sender).timeout(LIMIT))
                                .onErrorResume(failure -> notNow(inbox, failure)),
                        properties.parallel())
                .then();
    }

    private Mono<Void> look(InboxConfig inbox, ChannelSender sender) {
        return turns.take(inbox.id(), varied(properties.interval()))
                .filter(mine -> mine)
                .flatMap(mine -> sender.connection(inbox))
                .flatMap(news -> publish(inbox, news));
    }

    private Mono<Void> publish(InboxConfig inbox, ConnectionNews news) {
        Instant now = clock.instant();
        Inbound.Connection connection =
                new Inbound.Connection(inbox.id(), inbox.channel(), news.state(), null, null, null, news.reason(), now);
        String eventId = "connection-%s-%d".formatted(inbox.id(), now.toEpochMilli());
        return publisher.publish(
                OutgoingRecord.of(topics.inbound(inbox.channel()), connection.key(), connection, eventId));
    }

    private static Duration varied(Duration interval) {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Duration.ofMillis(Math.max(1, Math.round(interval.toMillis() * factor)));
    }

    private static Mono<Void> notNow(InboxConfig inbox, Throwable failure) {
        log.info(
                "Nobody knows whether inbox {} is connected: {}",
                inbox.id(),
                failure.getClass().getSimpleName());
        return Mono.empty();
    }
}
