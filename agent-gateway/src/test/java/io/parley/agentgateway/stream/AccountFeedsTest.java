package io.parley.agentgateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.agentgateway.fanout.CursorLost;
import io.parley.agentgateway.fanout.StreamEntry;
import io.parley.contract.id.AccountId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

class AccountFeedsTest {

    private static final AccountId ACME = new AccountId(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final StreamsInMemory streams = new StreamsInMemory();
    private final AccountFeeds feeds = new AccountFeeds(streams);

    @Test
    void saysFirstWhereItBegins() {
        streams.say("old", null);

        Listener listener = new Listener();
        streams.say("new", null);

        assertThat(listener.heard).extracting(StreamEntry::id).containsExactly("2-0", "3-0");
        assertThat(listener.heard.get(0).saysNothing()).isTrue();
    }

    @Test
    void readsOnceForAllAndTellsWhoComesLaterHowFarItIs() {
        Listener first = new Listener();
        streams.say("one", null);
        Listener second = new Listener();
        streams.say("two", null);

        assertThat(streams.followers).hasValue(1);
        assertThat(first.heard).extracting(StreamEntry::id).containsExactly("1-0", "2-0", "3-0");
        assertThat(second.heard).extracting(StreamEntry::id).containsExactly("2-0", "3-0");
    }

    @Test
    void readsOnlyWhileSomebodyListens() {
        Listener first = new Listener();
        Listener second = new Listener();
        first.leave();
        assertThat(streams.followers).hasValue(1);

        second.leave();
        streams.say("unheard", null);

        assertThat(streams.followers).hasValue(0);
        assertThat(new Listener().heard).extracting(StreamEntry::id).containsExactly("2-0");
    }

    @Test
    void goesOnWhereItWasWhenTheStreamCannotBeReadForAWhile() {
        Listener listener = new Listener();
        streams.say("before", null);
        streams.goAway();
        streams.say("meanwhile", null);
        Listener during = new Listener();
        streams.comeBack();

        await().atMost(LIMIT).until(() -> listener.heard.size() == 3);
        streams.say("after", null);
        assertThat(listener.heard).extracting(StreamEntry::id).containsExactly("1-0", "2-0", "3-0", "4-0");
        assertThat(during.heard).extracting(StreamEntry::id).containsExactly("2-0", "3-0", "4-0");
    }

    @Test
    void beginsLateWhenTheStreamIsAwayAtFirst() {
        streams.goAway();
        Listener listener = new Listener();
        assertThat(listener.heard).isEmpty();

        streams.comeBack();

        await().atMost(LIMIT).until(() -> listener.heard.size() == 1);
    }

    @Test
    void failsOnlyWhenItsPlaceIsGoneAndBeginsAnewForWhoComesNext() {
        Listener listener = new Listener();
        streams.say("seen", null);
        streams.goAway();
        streams.say("lost", null);
        streams.say("kept", null);
        streams.forget(3);
        streams.comeBack();

        await().atMost(LIMIT).until(() -> listener.failure instanceof CursorLost);

        Listener next = new Listener();
        assertThat(next.heard).extracting(StreamEntry::id).containsExactly("4-0");
        assertThat(next.failure).isNull();
    }

    /** Hears everything at once, as sessions do. */
    private final class Listener {

        private final List<StreamEntry> heard = new CopyOnWriteArrayList<>();
        private final Disposable listening;
        private volatile Throwable failure;

        Listener() {
            listening = feeds.of(ACME).subscribe(heard::add, lost -> failure = lost);
        }

        void leave() {
            listening.dispose();
        }
    }
}
