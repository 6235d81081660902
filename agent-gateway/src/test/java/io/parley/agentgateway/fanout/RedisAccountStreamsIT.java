package io.parley.agentgateway.fanout;

import static io.parley.agentgateway.fanout.AccountStreams.BEGINNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class RedisAccountStreamsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LENGTH = 1_000;
    private static final AtomicInteger NEXT_ACCOUNT = new AtomicInteger(1);

    private static TestRedis redis;

    private final AccountId account = new AccountId(NEXT_ACCOUNT.getAndIncrement());
    private final AccountStreams streams = redis.streams(LENGTH);

    @BeforeAll
    static void connect() {
        redis = TestRedis.shared(RedisAccountStreamsIT.class);
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @Test
    void keepsTheOrderAndAllPartsOfAnEntry() {
        Instant accepted = Instant.parse("2026-06-17T12:41:40.123Z");
        append(List.of(
                new NewEntry("a", "message.created", new InboxId(7), "{\"text\":\"Olá ✓\"}", accepted),
                new NewEntry("b", "contact.updated", null, "{}", null)));

        List<StreamEntry> found = after(BEGINNING);

        assertThat(found).hasSize(3);
        assertThat(found.get(0).saysNothing()).isTrue();
        assertThat(found.get(1))
                .isEqualTo(new StreamEntry(
                        found.get(1).id(), "message.created", new InboxId(7), "{\"text\":\"Olá ✓\"}", accepted));
        assertThat(found.get(2)).isEqualTo(new StreamEntry(found.get(2).id(), "contact.updated", null, "{}", null));
    }

    @Test
    void appendsAnEventOnceHoweverOftenItIsAnnounced() {
        long first = append(Entries.numbered(0, 10));
        long again = append(Entries.numbered(5, 12));
        long twiceInOne = append(List.of(
                Entries.numbered(20, new InboxId(1)),
                Entries.numbered(20, new InboxId(1)),
                Entries.numbered(21, new InboxId(1))));

        assertThat(List.of(first, again, twiceInOne)).containsExactly(10L, 2L, 2L);
        assertThat(numbers(after(BEGINNING))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 21);
    }

    @Test
    void keepsAccountsApart() {
        AccountId other = new AccountId(NEXT_ACCOUNT.getAndIncrement());
        append(Entries.numbered(0, 3));
        streams.append(other, Entries.numbered(2, 5)).block(LIMIT);

        assertThat(numbers(after(BEGINNING))).containsExactly(0, 1, 2);
        assertThat(numbers(streams.after(other, BEGINNING).collectList().block(LIMIT)))
                .containsExactly(2, 3, 4);
    }

    @Test
    void takesAsManyAtOnceAsThereAre() {
        assertThat(append(Entries.numbered(0, 20_000))).isEqualTo(20_000);
    }

    @Test
    void readsOnFromACursorThroughManyPages() {
        append(Entries.numbered(0, 3));
        String cursor = streams.end(account).block(LIMIT);
        append(Entries.numbered(3, 1_000));

        assertThat(numbers(after(cursor)))
                .isEqualTo(IntStream.range(3, 1_000).boxed().toList());
        assertThat(after(streams.end(account).block(LIMIT))).isEmpty();
    }

    @Test
    void readsPagesThatEndExactlyWhereTheStreamEnds() {
        String cursor = streams.end(account).block(LIMIT);
        append(Entries.numbered(0, 500));

        assertThat(numbers(after(cursor)))
                .isEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void beginsAStreamToHandOutACursorThatStaysGood() {
        String cursor = streams.end(account).block(LIMIT);

        assertThat(cursor).isNotEqualTo(BEGINNING);
        assertThat(streams.end(account).block(LIMIT)).isEqualTo(cursor);
        assertThat(after(cursor)).isEmpty();
        append(Entries.numbered(0, 1));
        assertThat(numbers(after(cursor))).containsExactly(0);
    }

    @Test
    void losesACursorThatWasTrimmedAway() {
        String old = streams.end(account).block(LIMIT);
        append(Entries.numbered(0, LENGTH));
        String recent = streams.end(account).block(LIMIT);
        assertThat(numbers(after(old))).hasSize(LENGTH);

        append(Entries.numbered(LENGTH, 2 * LENGTH - 1));

        assertLost(old);
        assertLost(BEGINNING);
        assertThat(numbers(after(recent))).hasSize(LENGTH - 1);
    }

    @Test
    void losesCursorsOfAStreamThatWasEmptied() {
        append(Entries.numbered(0, 5));
        String before = streams.end(account).block(LIMIT);
        redis.template().opsForStream().trim(key(), 0).block(LIMIT);

        assertLost(before);
        assertLost(BEGINNING);

        String fresh = streams.end(account).block(LIMIT);
        append(Entries.numbered(5, 7));
        assertLost(before);
        assertThat(numbers(after(fresh))).containsExactly(5, 6);
    }

    @Test
    void losesCursorsOfAStreamThatIsGone() {
        append(Entries.numbered(0, 5));
        String before = streams.end(account).block(LIMIT);
        redis.template().delete(key()).block(LIMIT);

        assertLost(before);

        append(Entries.numbered(5, 6));
        assertLost(before);
    }

    @Test
    void knowsNoCursorThatItDidNotHandOut() {
        append(Entries.numbered(0, 5));

        assertLost("1-0");
        assertLost("999999999999999999-0");
    }

    @Test
    void followsWithoutMissingAnything() {
        append(Entries.numbered(0, 700));
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        Disposable following = streams.follow(account, BEGINNING)
                .filter(entry -> !entry.saysNothing())
                .subscribe(entry -> seen.add(number(entry)));

        await().atMost(LIMIT).until(() -> seen.size() == 700);
        Flux.range(7, 2)
                .concatMap(hundred -> streams.append(account, Entries.numbered(hundred * 100, hundred * 100 + 100)))
                .blockLast(LIMIT);

        await().atMost(LIMIT).until(() -> seen.size() == 900);
        following.dispose();
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, 900).boxed().toList());
    }

    @Test
    void stopsFollowingWhenItsPlaceIsGone() {
        String cursor = streams.end(account).block(LIMIT);
        StepVerifier.create(streams.follow(account, cursor))
                .then(() -> redis.template().delete(key()).block(LIMIT))
                .expectError(CursorLost.class)
                .verify(LIMIT);
    }

    @Test
    void givesBackItsConnectionWhenNobodyFollows() {
        String cursor = streams.end(account).block(LIMIT);
        Disposable following = streams.follow(account, cursor).subscribe();
        await().atMost(LIMIT).until(() -> redis.readers() == 1);

        following.dispose();

        await().atMost(LIMIT).until(() -> redis.readers() == 0);
    }

    private long append(List<NewEntry> entries) {
        return Objects.requireNonNull(streams.append(account, entries).block(LIMIT));
    }

    private List<StreamEntry> after(String cursor) {
        return streams.after(account, cursor).collectList().block(LIMIT);
    }

    private void assertLost(String cursor) {
        StepVerifier.create(streams.after(account, cursor))
                .expectError(CursorLost.class)
                .verify(LIMIT);
    }

    private String key() {
        return redis.properties(LENGTH).keyPrefix() + "{account:" + account + "}:stream";
    }

    private static List<Integer> numbers(List<StreamEntry> entries) {
        return entries.stream()
                .filter(entry -> !entry.saysNothing())
                .map(RedisAccountStreamsIT::number)
                .toList();
    }

    private static int number(StreamEntry entry) {
        return Integer.parseInt(entry.data().replaceAll("\\D", ""));
    }
}
