package io.parley.outbound.delivery;

import static io.parley.outbound.Fixtures.ACCOUNT;
import static io.parley.outbound.Fixtures.INBOX;
import static io.parley.outbound.Fixtures.NOON;
import static io.parley.outbound.Fixtures.again;
import static io.parley.outbound.Fixtures.fromInbox;
import static io.parley.outbound.Fixtures.send;
import static io.parley.outbound.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.contract.Topics;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import io.parley.outbound.SettableClock;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.outbound.limit.InboxLimits;
import io.parley.outbound.limit.LimitProperties;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.Traces;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class SendOutboundTest {

    private static final URI EVOLUTION = URI.create("http://evolution.test");
    private static final InboxId OTHER_INBOX = new InboxId(8);
    private static final String OTHER_ADDRESS = "5511977776666";
    private static final Text HELLO = new Text("hello");
    private static final Text BYE = new Text("bye");

    private final SettableClock clock = new SettableClock();
    private final MarksInMemory marks = new MarksInMemory(clock);
    private final ScriptedSender provider = new ScriptedSender();
    private final PublishedDeliveries published = new PublishedDeliveries();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InboxTable inboxes =
            InboxTable.of(Fixtures.inbox(INBOX, EVOLUTION, 1_000), Fixtures.inbox(OTHER_INBOX, EVOLUTION, 1_000));
    private final InboxLimits limits = limits(Duration.ofSeconds(20));
    private final OutboundProperties properties = new OutboundProperties(
            "",
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            8,
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMillis(10),
            Duration.ofSeconds(5),
            1,
            Duration.ofDays(7),
            Duration.ofSeconds(2));
    private final OutboundMetrics metrics = new OutboundMetrics(meters);
    private final DeliverMessage messages = messages(limits);
    private final SendOutbound useCase = useCase(messages, limits, properties);

    @Nested
    class AMessage {

        @Test
        void isSentAndReportedWithTheProvidersId() {
            deliver(text(1, "hello"));

            assertThat(published.all())
                    .containsExactly(new Delivery.Sent(INBOX, new MessageId(1), 1, List.of("id-1.1.0"), null, NOON));
            assertThat(published.records)
                    .singleElement()
                    .satisfies(record -> assertThat(record.key()).isEqualTo("7:+5511988887777"));
            assertThat(published.records)
                    .allSatisfy(record -> assertThat(record.topic()).isEqualTo("parley.deliveries.v1"));
        }

        @Test
        void isSentPartByPartAndReportedAsOne() {
            deliver(send(1, 1, HELLO, BYE));

            assertThat(provider.calls).containsExactly("1.1.0", "1.1.1");
            assertThat(published.all())
                    .containsExactly(
                            new Delivery.Sent(INBOX, new MessageId(1), 1, List.of("id-1.1.0", "id-1.1.1"), null, NOON));
        }

        @Test
        void failsWithTheReasonWhenItIsRefused() {
            provider.answer(part -> Mono.just(new SendOutcome.Refused("this number is not on WhatsApp")));

            deliver(text(1, "hello"));

            assertThat(published.all())
                    .containsExactly(
                            new Delivery.Failed(INBOX, new MessageId(1), 1, "this number is not on WhatsApp", NOON));
        }

        @Test
        void saysWhichPartFailedAndSendsNothingAfterIt() {
            provider.answer(part ->
                    Mono.just(part.isFirst() ? new SendOutcome.Sent("a", null) : new SendOutcome.Refused("too large")));

            deliver(send(1, 1, HELLO, BYE, HELLO));

            assertThat(provider.calls).containsExactly("1.1.0", "1.1.1");
            assertThat(reasonOf(published.all().get(0)))
                    .isEqualTo("too large (part 2 of 3; those before it were sent)");
            assertThat(published.all())
                    .singleElement()
                    .satisfies(
                            it -> assertThat(((Delivery.Failed) it).sourceIds()).containsExactly("a"));
        }

        @Test
        void isPutOffForAsLongAsTheProviderWants() {
            provider.answer(
                    part -> Mono.just(new NotNow(Obstacle.MESSAGE, "too many messages", Duration.ofSeconds(40))));

            deliver(text(1, "hello"));

            assertThat(published.all())
                    .containsExactly(new Delivery.Deferred(
                            INBOX, new MessageId(1), 1, NOON.plusSeconds(40), "too many messages", NOON));
        }

        @Test
        void restsWithItsWholeInboxWhenTheNumberHasLostItsConnection() {
            provider.answer(part -> Mono.just(new NotNow(Obstacle.INBOX, "not connected", Duration.ofMinutes(1))));

            deliver(text(1, "hello"));
            deliver(fromInbox(INBOX, OTHER_ADDRESS, text(2, "hello")));

            assertThat(provider.calls).containsExactly("1.1.0");
            assertThat(published.all()).allSatisfy(it -> assertThat(it).isInstanceOf(Delivery.Deferred.class));
        }

        @Test
        void failsInAnInboxThatIsSwitchedOff() {
            inboxes.put(Fixtures.inbox(INBOX, false, Fixtures.channel(EVOLUTION, 10)));

            deliver(text(1, "hello"));

            assertThat(provider.calls).isEmpty();
            assertThat(reasonOf(published.all().get(0))).isEqualTo("this inbox is switched off");
        }

        @Test
        void isPutOffWhenItsBatchIsOutOfTime() {
            provider.answer(part -> {
                clock.advance(Duration.ofSeconds(11));
                return Mono.just(new SendOutcome.Sent("id", null));
            });

            deliver(text(1, "hello"), text(2, "hello"));

            assertThat(provider.calls).containsExactly("1.1.0");
            assertThat(published.all().get(1)).isInstanceOf(Delivery.Deferred.class);
        }

        @Test
        void isPutOffWhenTheHubStops() {
            messages.stop();

            deliver(text(1, "hello"));

            assertThat(provider.calls).isEmpty();
            assertThat(published.all()).singleElement().isInstanceOf(Delivery.Deferred.class);
        }

        @Test
        void isCounted() {
            deliver(send(1, 1, HELLO, BYE));

            assertThat(meters.get("parley.outbound.attempts")
                            .tag("channel", "whatsapp")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("parley.outbound.outcomes")
                            .tags("channel", "whatsapp", "outcome", "sent")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Nested
    class AnAttemptThatComesAgain {

        @Test
        void isReportedAgainAndNotSent() {
            deliver(text(1, "hello"));
            deliver(text(1, "hello"));

            assertThat(provider.calls).containsExactly("1.1.0");
            assertThat(published.all()).hasSize(2);
            assertThat(published.all().get(1)).isEqualTo(published.all().get(0));
        }

        @Test
        void isReportedAgainWhenItWasRefusedOrPutOff() {
            provider.answer(part -> Mono.just(
                    part.message().messageId().value() == 1
                            ? new SendOutcome.Refused("no")
                            : new NotNow(Obstacle.MESSAGE, "later", Duration.ofSeconds(5))));
            deliver(text(1, "hello"), text(2, "hello"));
            clock.advance(Duration.ofMinutes(1));
            deliver(text(1, "hello"), text(2, "hello"));

            assertThat(provider.calls).containsExactly("1.1.0", "2.1.0");
            assertThat(published.all().get(3))
                    .isInstanceOfSatisfying(
                            Delivery.Deferred.class,
                            it -> assertThat(it.until()).isEqualTo(NOON.plusSeconds(5)));
        }

        @Test
        void isUnknownWhenTheProcessDiedAfterTheMarkAndTheHistoryDoesNotHaveIt() {
            dieAfterTheMark(1, 0);

            deliver(text(1, "hello"));

            assertThat(provider.calls).isEmpty();
            assertThat(published.all()).singleElement().isInstanceOf(Delivery.Unknown.class);
            assertThat(provider.lookedSince).containsExactly(NOON.minusSeconds(15));
        }

        @Test
        void isSentWhenTheProcessDiedAfterTheCallAndTheHistoryHasIt() {
            dieAfterTheMark(1, 0);
            provider.history = Flux.just(new SendOutcome.Sent("from-history", "5511988887777@s.whatsapp.net"));

            deliver(text(1, "hello"));
            deliver(text(1, "hello"));

            assertThat(provider.calls).isEmpty();
            assertThat(provider.lookedSince).hasSize(1);
            assertThat(published.all())
                    .hasSize(2)
                    .allSatisfy(it -> assertThat(it)
                            .isEqualTo(new Delivery.Sent(
                                    INBOX,
                                    new MessageId(1),
                                    1,
                                    List.of("from-history"),
                                    "5511988887777@s.whatsapp.net",
                                    NOON)));
        }

        @Test
        void isNotTakenForAnotherMessageThatSaysTheSame() {
            deliver(text(1, "ok"));
            dieAfterTheMark(2, 0);
            provider.history = Flux.just(new SendOutcome.Sent("id-1.1.0", null));

            deliver(text(2, "ok"));

            assertThat(published.all().get(1)).isInstanceOf(Delivery.Unknown.class);
        }

        @Test
        void goesOnAfterThePartsThatWereSent() {
            deliver(text(1, "unrelated"));
            marks.begin(new PartAttempt(INBOX, new MessageId(2), 1, 0)).block();
            marks.settle(new PartAttempt(INBOX, new MessageId(2), 1, 0), new PartResult.Sent("first", null))
                    .block();

            deliver(send(2, 1, HELLO, BYE));

            assertThat(provider.calls).containsExactly("1.1.0", "2.1.1");
            assertThat(idsOf(published.all().get(1))).containsExactly("first", "id-2.1.1");
        }

        @Test
        void isNotSentWhenItsMarkMayBeForgottenAlready() {
            useCase.send(Polls.of(NOON.minus(Duration.ofDays(8)), text(1, "hello")))
                    .block();
            useCase.send(Polls.of(NOON.minus(Duration.ofDays(6)), text(2, "hello")))
                    .block();

            assertThat(provider.calls).containsExactly("2.1.0");
            assertThat(published.all().get(0)).isInstanceOf(Delivery.Unknown.class);
        }

        @Test
        void isNotPutOffForWantOfTimeWhenItMayHaveLeft() {
            dieAfterTheMark(2, 0);
            provider.answer(part -> {
                clock.advance(Duration.ofSeconds(11));
                return Mono.just(new SendOutcome.Sent("id", null));
            });

            deliver(text(1, "hello"), text(2, "hello"));

            assertThat(published.all().get(1)).isInstanceOf(Delivery.Unknown.class);
        }
    }

    @Nested
    class AFurtherAttempt {

        @Test
        void sendsOnlyWhatTheOneBeforeDidNotGetThrough() {
            Outbound.Send message = send(1, 1, HELLO, BYE);
            provider.answer(part -> Mono.just(
                    part.isFirst()
                            ? new SendOutcome.Sent("first", null)
                            : new NotNow(Obstacle.MESSAGE, "later", Duration.ofSeconds(1))));
            deliver(message);
            deliver(again(message, 2));
            provider.answer(part -> Mono.just(new SendOutcome.Sent("second", null)));
            deliver(again(message, 3));

            assertThat(provider.calls).containsExactly("1.1.0", "1.1.1", "1.2.1", "1.3.1");
            assertThat(idsOf(published.all().get(2))).containsExactly("first", "second");
        }

        @Test
        void sendsEverythingWhenTheOneBeforeGotEverythingThrough() {
            deliver(send(1, 1, HELLO, BYE));
            deliver(send(1, 2, HELLO, BYE));

            assertThat(provider.calls).containsExactly("1.1.0", "1.1.1", "1.2.0", "1.2.1");
        }

        @Test
        void sendsWhatAnAgentWantsSentAgain() {
            dieAfterTheMark(1, 0);
            deliver(text(1, "hello"));
            deliver(again(text(1, "hello"), 2));

            assertThat(provider.calls).containsExactly("1.2.0");
            assertThat(published.all().get(1)).isInstanceOf(Delivery.Sent.class);
        }
    }

    @Nested
    class AnUnclearAnswer {

        @Test
        void isClearedByTheHistory() {
            provider.answer(part -> Mono.just(new SendOutcome.Unknown("HTTP 500")));
            provider.history = Flux.just(new SendOutcome.Sent("found", null));

            deliver(text(1, "hello"));

            assertThat(idsOf(published.all().get(0))).containsExactly("found");
        }

        @Test
        void staysUnknownWhenTheHistorySaysNothing() {
            provider.answer(part -> Mono.just(new SendOutcome.Unknown("HTTP 500")));

            deliver(text(1, "hello"));

            assertThat(published.all())
                    .containsExactly(new Delivery.Unknown(INBOX, new MessageId(1), 1, "HTTP 500", NOON));
        }

        @Test
        void staysUnknownWhenTheHistoryCannotBeRead() {
            provider.answer(part -> Mono.just(new SendOutcome.Unknown("HTTP 500")));
            provider.history = Flux.error(new IllegalStateException("database is off"));

            deliver(text(1, "hello"));

            assertThat(published.all()).singleElement().isInstanceOf(Delivery.Unknown.class);
        }

        @Test
        void isLookedForAgainWhenItComesAgain() {
            provider.answer(part -> Mono.just(new SendOutcome.Unknown("HTTP 500")));
            deliver(text(1, "hello"));
            provider.history = Flux.just(new SendOutcome.Sent("found", null));
            deliver(text(1, "hello"));

            assertThat(provider.calls).hasSize(1);
            assertThat(idsOf(published.all().get(1))).containsExactly("found");
        }

        @Test
        void isWhatAFaultOfTheSenderComesTo() {
            provider.answer(part -> Mono.error(new IllegalStateException("a bug")));

            deliver(text(1, "hello"));

            assertThat(published.all()).singleElement().isInstanceOf(Delivery.Unknown.class);
        }
    }

    @Nested
    class WhenSomethingIsAway {

        @Test
        void nothingIsSentWithoutMarks() {
            marks.away = true;

            assertThatThrownBy(() -> deliver(text(1, "hello"))).hasRootCauseInstanceOf(TimeoutException.class);
            assertThat(provider.calls).isEmpty();

            marks.away = false;
            deliver(text(1, "hello"));
            assertThat(published.all()).singleElement().isInstanceOf(Delivery.Sent.class);
        }

        @Test
        void whatWasSentIsReportedThoughItCouldNotBeKept() {
            marks.settlingFails = true;

            deliver(text(1, "hello"));

            assertThat(published.all()).singleElement().isInstanceOf(Delivery.Sent.class);
        }

        @Test
        void theBatchComesAgainWithoutABrokerAndNothingIsSentTwice() {
            published.away = true;
            assertThatThrownBy(() -> deliver(text(1, "hello"), text(2, "hello")))
                    .hasMessageContaining("away");
            published.away = false;
            deliver(text(1, "hello"), text(2, "hello"));

            assertThat(provider.calls).containsExactly("1.1.0", "2.1.0");
            assertThat(published.all()).hasSize(2);
        }

        @Test
        void whatIsUnderWayOnAnotherLineIsFinishedAndReported() {
            Sinks.One<SendOutcome> slow = Sinks.one();
            provider.answer(part -> part.message().messageId().value() == 1
                    ? slow.asMono()
                    : Mono.error(new IllegalStateException("not asked for")));
            CompletableFuture<Void> batch = start(text(1, "hello"), failsAtOnce());
            await().untilAsserted(() -> assertThat(provider.calls).containsExactly("1.1.0"));
            slow.tryEmitValue(new SendOutcome.Sent("slow", null));

            assertThatThrownBy(batch::join).hasRootCauseInstanceOf(UnknownInbox.class);
            assertThat(idsOf(published.all().get(0))).containsExactly("slow");
        }

        private Outbound failsAtOnce() {
            return fromInbox(new InboxId(99), OTHER_ADDRESS, text(2, "hello"));
        }
    }

    @Nested
    class Order {

        @Test
        void isKeptForAContactWhileOthersGoOn() {
            Sinks.One<SendOutcome> first = Sinks.one();
            provider.answer(part -> part.message().messageId().value() == 1
                    ? first.asMono()
                    : Mono.just(new SendOutcome.Sent("id", null)));
            CompletableFuture<Void> batch = start(
                    text(1, "first"),
                    fromInbox(INBOX, OTHER_ADDRESS, text(3, "other")),
                    text(2, "second"),
                    fromInbox(INBOX, OTHER_ADDRESS, text(4, "other")));

            await().untilAsserted(() -> assertThat(published.all()).hasSize(2));
            assertThat(provider.calls).containsExactlyInAnyOrder("1.1.0", "3.1.0", "4.1.0");

            first.tryEmitValue(new SendOutcome.Sent("id", null));
            batch.join();
            assertThat(provider.calls).last().isEqualTo("2.1.0");
            assertThat(messagesOf(published.all())).containsExactly(3, 4, 1, 2);
        }

        @Test
        void ofAnInboxThatHangsDoesNotConcernTheOthers() {
            provider.answer(part -> part.message().inboxId().equals(INBOX)
                    ? Mono.never()
                    : Mono.just(new SendOutcome.Sent("id", null)));
            InboxLimits impatient = limits(Duration.ofMillis(300));
            Outbound[] records = new Outbound[30];
            for (int i = 0; i < 29; i++) {
                records[i] = fromInbox(INBOX, "55119888800" + (10 + i), text(i + 1, "hangs"));
            }
            records[29] = fromInbox(OTHER_INBOX, OTHER_ADDRESS, text(30, "goes"));

            useCase(messages(impatient), impatient, properties)
                    .send(Polls.of(records))
                    .block(Duration.ofSeconds(20));

            assertThat(published.all()).hasSize(30);
            assertThat(published.all())
                    .filteredOn(Delivery.Sent.class::isInstance)
                    .hasSize(1);
            assertThat(published.all())
                    .filteredOn(Delivery.Unknown.class::isInstance)
                    .hasSizeBetween(5, 16);
            assertThat(published.all())
                    .filteredOn(Delivery.Deferred.class::isInstance)
                    .hasSizeGreaterThan(12);
        }
    }

    @Nested
    class ARecordThatCannotBeDone {

        @Test
        void isNamedAndTheOthersAreDone() {
            assertThatThrownBy(() -> deliver(
                            text(1, "hello"),
                            fromInbox(new InboxId(99), OTHER_ADDRESS, text(2, "nowhere")),
                            fromInbox(OTHER_INBOX, OTHER_ADDRESS, text(3, "hello"))))
                    .isInstanceOfSatisfying(
                            BatchListenerFailedException.class,
                            failure -> assertThat(failure.getIndex()).isEqualTo(1))
                    .hasCauseInstanceOf(UnknownInbox.class);
            assertThat(provider.calls).containsExactlyInAnyOrder("1.1.0", "3.1.0");
        }

        @Test
        void waitsForAnInboxThatIsJustBeingMade() {
            InboxId newInbox = new InboxId(9);
            InboxConfig config = Fixtures.inbox(newInbox, EVOLUTION, 10);
            SendOutbound waiting = useCase(messages, limits, patient(Duration.ofSeconds(10)));
            CompletableFuture<Void> batch = waiting.send(Polls.of(fromInbox(newInbox, OTHER_ADDRESS, text(1, "hello"))))
                    .toFuture();

            inboxes.put(config);

            batch.join();
            assertThat(published.all()).singleElement().isInstanceOf(Delivery.Sent.class);
        }

        private OutboundProperties patient(Duration waitForInbox) {
            return new OutboundProperties(
                    "",
                    properties.batchTimeout(),
                    properties.startWithin(),
                    properties.linesPerInbox(),
                    properties.lookAgainAfter(),
                    properties.lookTimeout(),
                    properties.clockSkew(),
                    waitForInbox,
                    properties.sideTimeout(),
                    properties.sideRetries(),
                    properties.keepMarks(),
                    properties.redisTimeout());
        }
    }

    @Nested
    class DeletionsAndReadMarks {

        private final Outbound.Delete delete =
                new Outbound.Delete(ACCOUNT, INBOX, new MessageId(1), Fixtures.ADDRESS, "3EB0");
        private final Outbound.MarkRead markRead =
                new Outbound.MarkRead(ACCOUNT, INBOX, Fixtures.ADDRESS, List.of("3A10"));

        @Test
        void areDoneAndReportNothing() {
            deliver(delete, markRead);

            assertThat(provider.side).containsExactly(delete, markRead);
            assertThat(published.records).isEmpty();
            assertThat(outcomes("delete")).isEqualTo(1);
            assertThat(outcomes("read")).isEqualTo(1);
        }

        @Test
        void areTriedAgainWhenThatMayHelp() {
            provider.sideAnswers.add(Mono.error(new ChannelTrouble("server error", true)));

            deliver(delete);

            assertThat(provider.side).containsExactly(delete, delete);
            assertThat(outcomes("delete")).isEqualTo(1);
        }

        @Test
        void areGivenUpAndHoldNothingUp() {
            provider.sideAnswers.add(Mono.error(new ChannelTrouble("not found", false)));
            provider.sideAnswers.add(Mono.error(new IllegalStateException("a bug")));

            deliver(delete, markRead, text(2, "hello"));

            assertThat(provider.side).hasSize(2);
            assertThat(outcomes("delete_failed")).isEqualTo(1);
            assertThat(outcomes("read_failed")).isEqualTo(1);
            assertThat(published.all()).singleElement().isInstanceOf(Delivery.Sent.class);
        }

        private double outcomes(String name) {
            return meters.get("parley.outbound.outcomes")
                    .tags("channel", "whatsapp", "outcome", name)
                    .counter()
                    .count();
        }
    }

    private InboxLimits limits(Duration callTimeout) {
        return new InboxLimits(
                new LimitProperties(
                        16, Duration.ZERO, callTimeout, 20, 5, 50, Duration.ofSeconds(15), Duration.ofMinutes(5), 2),
                inboxes,
                clock);
    }

    private DeliverMessage messages(InboxLimits within) {
        return new DeliverMessage(
                marks, new DeliveryReports(published, new Topics("")), within, metrics, properties, clock);
    }

    private SendOutbound useCase(DeliverMessage sending, InboxLimits within, OutboundProperties settings) {
        return new SendOutbound(
                inboxes,
                List.of(provider),
                sending,
                new DoOnTheSide(within, metrics, settings, clock),
                new Bisection(List.of()),
                Traces.none(),
                settings,
                clock);
    }

    private void dieAfterTheMark(int message, int part) {
        marks.begin(new PartAttempt(INBOX, new MessageId(message), 1, part)).block();
    }

    private void deliver(Outbound... records) {
        useCase.send(Polls.of(records)).block(Duration.ofSeconds(20));
    }

    private CompletableFuture<Void> start(Outbound... records) {
        return useCase.send(Polls.of(records)).toFuture();
    }

    private static String reasonOf(Delivery delivery) {
        return ((Delivery.Failed) delivery).reason();
    }

    private static List<String> idsOf(Delivery delivery) {
        return ((Delivery.Sent) delivery).sourceIds();
    }

    private static List<Integer> messagesOf(List<Delivery> deliveries) {
        return deliveries.stream().map(SendOutboundTest::messageOf).toList();
    }

    private static int messageOf(Delivery delivery) {
        return switch (delivery) {
            case Delivery.Sent sent -> sent.messageId().value();
            case Delivery.Failed failed -> failed.messageId().value();
            case Delivery.Deferred deferred -> deferred.messageId().value();
            case Delivery.Unknown unknown -> unknown.messageId().value();
            case Delivery.Receipt receipt -> 0;
        };
    }
}
