package io.parley.router.inbound;

import static io.parley.router.Inbounds.MONDAY_MORNING;
import static io.parley.router.Inbounds.group;
import static io.parley.router.Inbounds.maria;
import static io.parley.router.Inbounds.open;
import static io.parley.router.Inbounds.profile;
import static io.parley.router.Inbounds.read;
import static io.parley.router.Inbounds.text;
import static io.parley.router.Inboxes.disabled;
import static io.parley.router.Inboxes.inbox;
import static io.parley.router.Inboxes.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.email.EmailAddress;
import io.parley.contract.email.ReceivedEmail;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.AutoReply;
import io.parley.contract.inbound.AutoReply.Occasion;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent.Text;
import io.parley.router.Inbounds;
import io.parley.router.RouterProperties;
import io.parley.router.inbound.RouteRefusal.DisabledInbox;
import io.parley.router.inbound.RouteRefusal.UnknownInbox;
import io.parley.router.rule.RulesForTests;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.BrokerUnavailable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.ReceivedBatch;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RouteInboundTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final RouterProperties PROPERTIES =
            new RouterProperties(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofHours(1));

    private final FakePublisher publisher = new FakePublisher();
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void routesMessagesOfAKnownInboxToItsAccount() throws IOException {
        InboxTable table = InboxTable.of(inbox(7));

        verifyRouted(table, text(7, "A"), open(7), profile(7, maria()));

        assertThat(publisher.published()).extracting(OutgoingRecord::topic).containsOnly("parley.routed.v1");
        assertThat(publisher.published())
                .extracting(OutgoingRecord::key)
                .containsExactly("7:+5511988887777", "7:connection", "7:+5511988887777");
        assertThat(routed(0)).isEqualTo(new Routed(new AccountId(1), text(7, "A"), List.of()));
        assertThat(meters.counter("parley.routed", "kind", "message").count()).isEqualTo(1);
    }

    @Test
    void sendsReceiptsToTheDeliveries() throws IOException {
        verifyRouted(InboxTable.of(inbox(7)), read(7, "B"));

        OutgoingRecord only = publisher.published().get(0);
        assertThat(only.topic()).isEqualTo("parley.deliveries.v1");
        assertThat(only.key()).isEqualTo("7:+5511988887777");
        assertThat(ContractJson.read(only.value(), Delivery.class))
                .isEqualTo(new Delivery.Receipt(new InboxId(7), "B", DeliveryStatus.READ, null, MONDAY_MORNING));
    }

    @Test
    void keepsTheOrderOfABatch() {
        verifyRouted(InboxTable.of(inbox(7)), text(7, "A"), read(7, "X"), text(7, "B"), text(7, "C"));

        assertThat(publisher.published()).extracting(OutgoingRecord::eventId).isSortedAccordingTo(String::compareTo);
        assertThat(publisher.published()).hasSize(4);
    }

    @Test
    void addsWhatTheRulesAnswer() throws IOException {
        verifyRouted(InboxTable.of(inbox(7, rules(false, "Olá!", null))), text(7, "A"));

        assertThat(routed(0).autoReplies()).containsExactly(new AutoReply(Occasion.GREETING, "Olá!"));
    }

    @Test
    void letsNoRuleAnswerAMachine() throws IOException {
        InboxTable table = InboxTable.of(inbox(7, rules(false, "Olá!", null)));

        verifyRouted(table, mail("A", false), mail("B", true));

        assertThat(routed(0).autoReplies()).hasSize(1);
        assertThat(routed(1).autoReplies()).isEmpty();
    }

    private static Inbound.Message mail(String sourceId, boolean automatic) {
        Inbound.Message text = text(7, sourceId);
        return new Inbound.Message(
                text.inboxId(),
                text.channel(),
                text.contact(),
                null,
                text.direction(),
                sourceId,
                text.content(),
                null,
                text.sentAt(),
                text.receivedAt(),
                null,
                new ReceivedEmail(
                        null,
                        null,
                        List.of(),
                        null,
                        new EmailAddress("ana@example.org", null),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        Map.of(),
                        null,
                        automatic,
                        null));
    }

    @Test
    void dropsWhatARuleDropsAndRoutesTheRest() {
        Inbound ofGroup =
                Inbounds.message(7, group(), Direction.INCOMING, "G", new Text("oi"), MONDAY_MORNING, MONDAY_MORNING);

        verifyRouted(InboxTable.of(inbox(7, rules(true, null, null))), ofGroup, text(7, "A"));

        assertThat(publisher.published()).hasSize(1);
        assertThat(meters.counter("parley.dropped", "reason", "ignored_group").count())
                .isEqualTo(1);
    }

    @Test
    void refusesAnOldRecordOfAnUnknownInboxAtOnceAfterThoseBeforeIt() {
        ReceivedBatch<Inbound> batch =
                ReceivedBatch.of(List.of(text(7, "A"), text(8, "B", MONDAY_MORNING.minusSeconds(11)), text(7, "C")));

        StepVerifier.create(route(InboxTable.of(inbox(7)), batch))
                .expectErrorSatisfies(failure -> assertRefused(failure, 1, UnknownInbox.class, "inbox 8 is unknown"))
                .verify(LIMIT);

        assertThat(sourceIds()).containsExactly("A"); // C comes again once B is out of the way
        assertThat(meters.counter("parley.dropped", "reason", "unknown_inbox").count())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatIsForADisabledInbox() {
        ReceivedBatch<Inbound> batch = ReceivedBatch.of(List.of(text(7, "A")));

        StepVerifier.create(route(InboxTable.of(disabled(7)), batch))
                .expectErrorSatisfies(failure -> assertRefused(failure, 0, DisabledInbox.class, "inbox 7 is disabled"))
                .verify(LIMIT);

        assertThat(publisher.published()).isEmpty();
    }

    @Test
    void routesTheOthersWhileAYoungRecordWaitsForItsInbox() {
        InboxTable table = InboxTable.of(inbox(7));
        ReceivedBatch<Inbound> batch = ReceivedBatch.of(List.of(text(8, "B"), text(7, "A")));

        StepVerifier.create(route(table, batch).doOnSubscribe(it -> whenPublished(1, () -> table.put(inbox(8)))))
                .expectComplete()
                .verify(LIMIT);

        assertThat(sourceIds()).containsExactly("A", "B");
    }

    @Test
    void waitsForTheInboxesToBeRead() {
        InboxTable table = InboxTable.unread();

        StepVerifier.create(route(table, ReceivedBatch.of(List.of(text(7, "A")))))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(300))
                .thenCancel()
                .verify(LIMIT);

        assertThat(publisher.published()).isEmpty();
    }

    @Test
    void passesOnThatTheBrokerIsAwayAndBlamesNoRecord() {
        publisher.becomesAway();

        StepVerifier.create(route(InboxTable.of(inbox(7)), ReceivedBatch.of(List.of(text(7, "A"), text(7, "B")))))
                .expectError(BrokerUnavailable.class)
                .verify(LIMIT);
    }

    private void verifyRouted(InboxTable table, Inbound... inbound) {
        StepVerifier.create(route(table, ReceivedBatch.of(List.of(inbound))))
                .expectComplete()
                .verify(LIMIT);
    }

    private Mono<Void> route(InboxTable table, ReceivedBatch<Inbound> batch) {
        return new RouteInbound(
                        table,
                        RulesForTests.all(PROPERTIES),
                        publisher,
                        new Bisection(List.of()),
                        new Topics(""),
                        PROPERTIES,
                        meters,
                        Clock.fixed(MONDAY_MORNING, ZoneOffset.UTC))
                .route(batch);
    }

    private void whenPublished(int count, Runnable then) {
        var unused = Mono.delay(Duration.ofMillis(20))
                .repeat(() -> publisher.published().size() < count)
                .then(Mono.fromRunnable(then))
                .subscribe();
    }

    private static void assertRefused(Throwable failure, int index, Class<?> reason, String words) {
        assertThat(failure).isInstanceOfSatisfying(BatchListenerFailedException.class, named -> {
            assertThat(named.getIndex()).isEqualTo(index);
            assertThat(named.getCause()).isInstanceOf(reason).hasMessage(words);
        });
    }

    private List<String> sourceIds() {
        return publisher.published().stream()
                .map(RouteInboundTest::routedOf)
                .map(routed -> ((Inbound.Message) routed.inbound()).sourceId())
                .toList();
    }

    private Routed routed(int index) throws IOException {
        return routedOf(publisher.published().get(index));
    }

    private static Routed routedOf(OutgoingRecord outgoing) {
        try {
            return ContractJson.read(outgoing.value(), Routed.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
