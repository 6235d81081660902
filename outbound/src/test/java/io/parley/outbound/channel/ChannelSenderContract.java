package io.parley.outbound.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every channel's sender does; a channel's test says how its provider is made to behave. */
public interface ChannelSenderContract {

    ChannelSender sender();

    InboxConfig inbox();

    void providerTakesIt(String sourceId);

    void providerRefusesTheContact();

    /** The connection breaks off after the request was read. */
    void providerBreaksOff();

    /** Nothing listens there. */
    void providerIsGone();

    void providerHas(String sourceId, String text);

    @Test
    default void sendsATextAndTellsTheProvidersId() {
        providerTakesIt("source-1");

        assertThat(send("hello"))
                .isInstanceOfSatisfying(
                        SendOutcome.Sent.class,
                        sent -> assertThat(sent.sourceId()).isEqualTo("source-1"));
    }

    @Test
    default void saysInPlainWordsWhatIsRefusedForGood() {
        providerRefusesTheContact();

        assertThat(send("hello"))
                .isInstanceOfSatisfying(
                        SendOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isNotBlank().doesNotContain("{", Fixtures.API_KEY));
    }

    @Test
    default void doesNotKnowWhenTheProviderBreaksOff() {
        providerBreaksOff();

        assertThat(send("hello")).isInstanceOf(SendOutcome.Unknown.class);
    }

    @Test
    default void isSureThatNothingLeftWhenNobodyListens() {
        providerIsGone();

        assertThat(send("hello"))
                .isInstanceOfSatisfying(
                        NotNow.class, notNow -> assertThat(notNow.obstacle()).isEqualTo(Obstacle.SERVER));
    }

    @Test
    default void findsWhatItMayHaveSent() {
        providerHas("source-2", "hello");

        assertThat(found("hello")).containsExactly("source-2");
        assertThat(found("something else")).isEmpty();
    }

    @Test
    default void failsToLookWhenTheProviderIsGone() {
        providerIsGone();

        StepVerifier.create(sender().findSent(inbox(), partOf("hello"), Fixtures.NOON))
                .verifyError();
    }

    @Test
    default void saysThatADeletionMayBeTriedAgainWhenTheProviderIsGone() {
        providerIsGone();

        assertPassingTrouble(sender().delete(inbox(), aDeletion()));
    }

    @Test
    default void saysThatAReadMarkMayBeTriedAgainWhenTheProviderIsGone() {
        providerIsGone();

        assertPassingTrouble(sender().markRead(
                        inbox(),
                        new Outbound.MarkRead(
                                Fixtures.ACCOUNT, Fixtures.INBOX, Fixtures.ADDRESS, List.of("source-1"))));
    }

    @Test
    default void splitsAMessageAlikeEachTime() {
        Outbound.Send message = Fixtures.send(1, 1, new Text("one"), new Text("two"));

        assertThat(sender().partsOf(message)).isEqualTo(sender().partsOf(message));
    }

    private static void assertPassingTrouble(Mono<Void> work) {
        StepVerifier.create(work)
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ChannelTrouble.class,
                                trouble -> assertThat(trouble.isPassing()).isTrue()));
    }

    private static Outbound.Delete aDeletion() {
        return new Outbound.Delete(
                Fixtures.ACCOUNT, Fixtures.INBOX, Fixtures.text(1, "x").messageId(), Fixtures.ADDRESS, "source-1");
    }

    private SendOutcome send(String body) {
        return Objects.requireNonNull(sender().send(inbox(), partOf(body)).block(Duration.ofSeconds(20)));
    }

    private List<String> found(String body) {
        return Objects.requireNonNull(sender().findSent(inbox(), partOf(body), Fixtures.NOON.minusSeconds(10))
                .map(SendOutcome.Sent::sourceId)
                .collectList()
                .block(Duration.ofSeconds(20)));
    }

    private static OutgoingPart partOf(String body) {
        return new OutgoingPart(Fixtures.text(1, body), 0, new Text(body));
    }
}
