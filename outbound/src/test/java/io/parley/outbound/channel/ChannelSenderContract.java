package io.parley.outbound.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

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
    default void splitsAMessageAlikeEachTime() {
        Outbound.Send message = Fixtures.send(1, 1, new Text("one"), new Text("two"));

        assertThat(sender().partsOf(message)).isEqualTo(sender().partsOf(message));
    }

    private SendOutcome send(String body) {
        return Objects.requireNonNull(sender().send(inbox(), partOf(body)).block(Duration.ofSeconds(20)));
    }

    /** The first message of the fixtures, saying this. */
    default OutgoingPart partOf(String body) {
        return new OutgoingPart(Fixtures.text(1, body), 0, new Text(body));
    }
}
