package io.parley.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.parley.contract.InvalidContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.transaction.CannotCreateTransactionException;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class BisectionTest {

    private final Bisection bisection = new Bisection(List.of());
    private final Set<Integer> done = new TreeSet<>();
    private final List<Integer> sizes = new ArrayList<>();

    @Test
    void aHealthyBatchIsDoneInOnePiece() {
        StepVerifier.create(handle(100, it -> false, new RuntimeException())).verifyComplete();

        assertThat(sizes).containsExactly(100);
        assertThat(done).hasSize(100);
    }

    @Test
    void anEmptyBatchAsksForNothing() {
        StepVerifier.create(handle(0, it -> true, new RuntimeException())).verifyComplete();

        assertThat(sizes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 49, 50, 98, 99})
    void theFirstPoisonedRecordIsNamedAndAllBeforeItAreDone(int poisoned) {
        StepVerifier.create(handle(100, it -> it >= poisoned, new InvalidContent("poison")))
                .verifyErrorSatisfies(failure -> {
                    assertThat(((BatchListenerFailedException) failure).getIndex())
                            .isEqualTo(poisoned);
                    assertThat(failure).hasCauseInstanceOf(InvalidContent.class);
                });

        assertThat(done)
                .containsExactlyElementsOf(IntStream.range(0, poisoned).boxed().toList());
    }

    @Test
    void findingItTakesAHandfulOfTries() {
        handle(512, it -> it == 300, new InvalidContent("poison"))
                .onErrorComplete()
                .block();

        assertThat(sizes.size()).isLessThan(2 * 10);
    }

    @ParameterizedTest
    @MethodSource("failuresOfTheSurroundings")
    void whatTheSurroundingsCausePassesThroughUnchanged(Throwable cause) {
        StepVerifier.create(handle(10, it -> it == 5, cause))
                .verifyErrorSatisfies(failure -> assertThat(failure).isSameAs(cause));

        assertThat(sizes).containsExactly(10);
    }

    static Stream<Throwable> failuresOfTheSurroundings() {
        return Stream.of(
                new IOException("connection reset"),
                new IllegalStateException("wrapped", new IOException("connection reset")),
                new TimeoutException(),
                new BrokerUnavailable("away", new TimeoutException()),
                new DataAccessResourceFailureException("database away"),
                new CannotAcquireLockException("deadlock"),
                new CannotCreateTransactionException("no connection"),
                new InvalidDataAccessResourceUsageException("no such table"),
                new NoClassDefFoundError("a broken deployment"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfARecord")
    void whatTheRecordCausesIsPoison(Throwable cause) {
        StepVerifier.create(handle(2, it -> it == 1, cause)).verifyError(BatchListenerFailedException.class);
    }

    static Stream<Throwable> failuresOfARecord() {
        return Stream.of(
                new InvalidContent("no such thing"),
                new DataIntegrityViolationException("duplicate key", new IOException("looks passing, is not")),
                new UncheckedIOException(new JsonParseException(null, "no json")),
                new NullPointerException("nobody thought of this"));
    }

    @Test
    void aModuleMayNameWhatOnlyItKnows() {
        Bisection knowing = new Bisection(List.of(failure -> failure instanceof ArithmeticException));
        ArithmeticException cause = new ArithmeticException();

        StepVerifier.create(
                        knowing.handle(ReceivedBatch.of(List.of("a", "b")).readable(), records -> Mono.error(cause)))
                .verifyErrorSatisfies(failure -> assertThat(failure).isSameAs(cause));
    }

    private Mono<Void> handle(int count, Predicate<Integer> poisoned, Throwable failure) {
        ReceivedBatch<Integer> batch =
                ReceivedBatch.of(IntStream.range(0, count).boxed().toList());
        return bisection.handle(batch.readable(), records -> {
            sizes.add(records.size());
            List<Integer> values = records.stream().map(ReceivedRecord::value).toList();
            return values.stream().anyMatch(poisoned)
                    ? Mono.error(failure)
                    : Mono.fromRunnable(() -> done.addAll(values));
        });
    }
}
