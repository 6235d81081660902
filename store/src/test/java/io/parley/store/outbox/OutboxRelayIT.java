package io.parley.store.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.store.StoreIntegration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Mono;

class OutboxRelayIT extends StoreIntegration {

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        isolated(OutboxRelayIT.class, registry);
    }

    @Autowired
    Outbox outbox;

    @Autowired
    OutboxRelay relay;

    @Autowired
    PublishOutbox useCase;

    AccountId account;
    InboxId inbox;

    @BeforeEach
    void anAccountWithAnInbox() {
        account = anAccount();
        inbox = anInbox(account, Channel.WHATSAPP);
    }

    @AfterEach
    void theRelayRunsAgain() {
        if (!relay.isRunning()) {
            relay.start();
        }
    }

    @Test
    void publishesLaterWhatWasCommittedWhileNobodyPublished() {
        stopRelay();
        append(membersChanged());
        assertThat(rows("SELECT id FROM outbox WHERE topic = 'events'")).hasSize(1);

        relay.start();

        assertThat(publishedEvents(account, "inbox.members_changed")).hasSize(1);
    }

    @Test
    void publishesNothingOfATransactionThatWasRolledBack() {
        Mono<Void> failing = outbox.append(List.of(membersChanged())).then(Mono.error(new IllegalStateException("no")));
        failing.as(transaction::transactional).onErrorComplete().block(LIMIT);
        append(membersChanged());

        assertThat(publishedEvents(account, "inbox.members_changed")).hasSize(1);
    }

    @Test
    void publishesInOrderWhoeverPublishes() {
        stopRelay();
        append(Stream.generate(this::membersChanged).limit(2500).toArray(OutboxEntry[]::new));
        List<String> committed = rows("SELECT event_id FROM outbox WHERE topic = 'events' ORDER BY id").stream()
                .map(it -> it.get("event_id").toString())
                .toList();

        Mono.when(useCase.publishAll(), useCase.publishAll(), useCase.publishAll())
                .block(LIMIT);

        assertThat(publishedEvents(account, "inbox.members_changed"))
                .extracting(HubEvent::id)
                .containsExactlyElementsOf(committed);
    }

    @Test
    void setsAsideWhatTheBrokerWillNeverTake() {
        String payload = "\"" + "x".repeat(6_000_000) + "\"";
        append(
                membersChanged(),
                new OutboxEntry("events", "key", "too-large", "test", payload, null),
                membersChanged());

        assertThat(publishedEvents(account, "inbox.members_changed").stream()
                        .map(HubEvent::id)
                        .distinct())
                .hasSize(2);
        assertThat(rows("SELECT event_id FROM outbox_refused")).containsExactly(Map.of("event_id", "too-large"));
    }

    private OutboxEntry membersChanged() {
        return OutboxEntry.event(new HubEvent(
                UUID.randomUUID().toString(),
                account,
                inbox,
                Instant.parse("2026-05-04T12:00:00Z"),
                new EventBody.InboxMembersChanged(inbox, List.of())));
    }

    private void append(OutboxEntry... entries) {
        outbox.append(List.of(entries)).as(transaction::transactional).block(LIMIT);
    }

    private void stopRelay() {
        Mono.<Void>create(sink -> relay.stop(sink::success)).block(LIMIT);
    }
}
