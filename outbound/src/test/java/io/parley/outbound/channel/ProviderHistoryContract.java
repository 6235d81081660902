package io.parley.outbound.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a channel must be able to do whose provider keeps a history and takes messages back. */
public interface ProviderHistoryContract extends ChannelSenderContract {

    void providerHas(String sourceId, String text);

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

    private List<String> found(String body) {
        return Objects.requireNonNull(sender().findSent(inbox(), partOf(body), Fixtures.NOON.minusSeconds(10))
                .map(SendOutcome.Sent::sourceId)
                .collectList()
                .block(Duration.ofSeconds(20)));
    }
}
