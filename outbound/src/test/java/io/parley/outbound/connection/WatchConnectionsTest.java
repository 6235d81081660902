package io.parley.outbound.connection;

import static io.parley.outbound.Fixtures.INBOX;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import io.parley.outbound.channel.ChannelSender;
import io.parley.outbound.channel.ConnectionNews;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.OutgoingRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class WatchConnectionsTest {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final List<OutgoingRecord> published = new ArrayList<>();
    private final List<Duration> turnsTaken = new ArrayList<>();
    private final Asked asked = new Asked();
    private Mono<Boolean> turn = Mono.just(true);

    @Test
    void tellsWhatTheProviderSaysAsItsOwnNews() throws IOException {
        asked.answer = Mono.just(new ConnectionNews(ConnectionState.CLOSED, "logged out"));

        StepVerifier.create(watch(Fixtures.inbox()).look()).verifyComplete();

        assertThat(published).hasSize(1);
        OutgoingRecord record = published.get(0);
        assertThat(record.topic()).isEqualTo("parley.inbound.whatsapp.v1");
        assertThat(record.key()).isEqualTo("7:connection");
        assertThat(ContractJson.read(Objects.requireNonNull(record.value()), Inbound.class))
                .isEqualTo(new Inbound.Connection(
                        INBOX,
                        Channel.WHATSAPP,
                        ConnectionState.CLOSED,
                        null,
                        null,
                        null,
                        "logged out",
                        Fixtures.NOON));
    }

    @Test
    void asksOnlyWhenItIsThisNodesTurn() {
        turn = Mono.just(false);

        StepVerifier.create(watch(Fixtures.inbox()).look()).verifyComplete();

        assertThat(asked.inboxes).isEmpty();
        assertThat(turnsTaken)
                .singleElement()
                .satisfies(it -> assertThat(it).isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72)));
    }

    @Test
    void leavesASwitchedOffInboxAlone() {
        InboxConfig off = Fixtures.inbox(
                INBOX, false, Objects.requireNonNull(Fixtures.inbox().evolution()));

        StepVerifier.create(watch(off).look()).verifyComplete();

        assertThat(asked.inboxes).isEmpty();
    }

    @Test
    void asksTheOthersThoughOneCannotBeAsked() {
        InboxConfig broken = Fixtures.inbox();
        InboxConfig fine = Fixtures.inbox(new InboxId(8), true, Objects.requireNonNull(broken.evolution()));
        asked.answer = Mono.just(new ConnectionNews(ConnectionState.OPEN, null));
        asked.failing = broken.id();

        StepVerifier.create(watch(broken, fine).look()).verifyComplete();

        assertThat(asked.inboxes).containsExactlyInAnyOrder(broken.id(), fine.id());
        assertThat(published).extracting(OutgoingRecord::key).containsExactly("8:connection");
    }

    @Test
    void saysNothingWithoutRedis() {
        turn = Mono.error(new IllegalStateException("Redis is away"));

        StepVerifier.create(watch(Fixtures.inbox()).look()).verifyComplete();

        assertThat(asked.inboxes).isEmpty();
        assertThat(published).isEmpty();
    }

    private WatchConnections watch(InboxConfig... inboxes) {
        Turns turns = (inbox, until) -> Mono.defer(() -> {
            turnsTaken.add(until);
            return turn;
        });
        return new WatchConnections(
                InboxTable.of(inboxes),
                List.of(asked),
                turns,
                records -> Mono.fromRunnable(() -> published.addAll(records)),
                new Topics(""),
                new ConnectionProperties(INTERVAL, 4, ""),
                Clock.fixed(Fixtures.NOON, ZoneOffset.UTC));
    }

    /** A provider that is only asked how things are. */
    private static final class Asked implements ChannelSender {

        final List<InboxId> inboxes = new ArrayList<>();
        Mono<ConnectionNews> answer = Mono.empty();
        InboxId failing = new InboxId(Integer.MAX_VALUE);

        @Override
        public Channel channel() {
            return Channel.WHATSAPP;
        }

        @Override
        public Mono<ConnectionNews> connection(InboxConfig inbox) {
            inboxes.add(inbox.id());
            return inbox.id().equals(failing) ? Mono.error(new IllegalStateException("broken")) : answer;
        }

        @Override
        public Mono<SendOutcome> send(InboxConfig inbox, OutgoingPart part) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flux<SendOutcome.Sent> findSent(InboxConfig inbox, OutgoingPart part, Instant since) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Void> delete(InboxConfig inbox, Outbound.Delete delete) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Void> markRead(InboxConfig inbox, Outbound.MarkRead markRead) {
            throw new UnsupportedOperationException();
        }
    }
}
