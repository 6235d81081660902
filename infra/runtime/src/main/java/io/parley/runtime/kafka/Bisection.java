package io.parley.runtime.kafka;

import java.util.List;
import java.util.function.Function;
import org.springframework.kafka.listener.BatchListenerFailedException;
import reactor.core.publisher.Mono;

/**
 * Finds the record that poisons a batch, so that it alone is dead-lettered and the others go on.
 *
 * <p>What the surroundings cause passes through unchanged: the container then waits and redelivers. Any other failure
 * splits the batch, first half first, until one record fails alone; everything before it has gone through by then and
 * everything after it is redelivered. The work must therefore be safe to repeat.
 */
public final class Bisection {

    private final Surroundings surroundings;

    public Bisection(List<TransientFailure> contributed) {
        this.surroundings = new Surroundings(contributed);
    }

    /**
     * Does the work, if need be in ever smaller pieces. Errors with {@link BatchListenerFailedException} naming the
     * first record that cannot be handled, or with what the surroundings failed with.
     */
    public <T> Mono<Void> handle(List<ReceivedRecord<T>> records, Function<List<ReceivedRecord<T>>, Mono<Void>> work) {
        if (records.isEmpty()) {
            return Mono.empty();
        }
        return Mono.defer(() -> work.apply(records)).onErrorResume(failure -> split(records, failure, work));
    }

    private <T> Mono<Void> split(
            List<ReceivedRecord<T>> records, Throwable failure, Function<List<ReceivedRecord<T>>, Mono<Void>> work) {
        if (failure instanceof BatchListenerFailedException || surroundings.areToBlameFor(failure)) {
            return Mono.error(failure);
        }
        if (records.size() == 1) {
            ReceivedRecord<T> poisoned = records.get(0);
            return Mono.error(poisoned.batch().failureOf(poisoned, failure));
        }
        int half = records.size() / 2;
        return handle(records.subList(0, half), work)
                .then(Mono.defer(() -> handle(records.subList(half, records.size()), work)));
    }
}
