package io.parley.outbound.delivery;

import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;

/** Marks that last as long as a test, and can be away. */
final class MarksInMemory implements AttemptMarks {

    private final Clock clock;
    private final Map<PartAttempt, Instant> begun = new ConcurrentHashMap<>();
    private final Map<PartAttempt, PartResult> settled = new ConcurrentHashMap<>();
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();
    volatile boolean away;
    volatile boolean settlingFails;

    MarksInMemory(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Mark> begin(PartAttempt attempt) {
        return answer(() -> {
            Instant now = clock.instant();
            PartResult result = settled.get(attempt);
            Instant before = begun.putIfAbsent(attempt, now);
            if (result != null) {
                return new Mark.Settled(result);
            }
            return before == null ? new Mark.Fresh(now) : new Mark.InDoubt(before);
        });
    }

    @Override
    public Mono<Void> settle(PartAttempt attempt, PartResult result) {
        if (settlingFails) {
            return Mono.error(new TimeoutException("Redis is away"));
        }
        return answer(() -> {
                    settled.put(attempt, result);
                    if (result instanceof PartResult.Sent sent) {
                        claimed.add(attempt.inboxId() + ":" + sent.sourceId());
                    }
                    return result;
                })
                .then();
    }

    @Override
    public Mono<Map<Integer, PartResult.Sent>> sentBy(MessageId messageId, int attempt, int parts) {
        return answer(() -> IntStream.range(0, parts)
                .boxed()
                .flatMap(part -> sent(messageId, attempt, part).stream().map(it -> Map.entry(part, it)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Optional<PartResult.Sent> sent(MessageId messageId, int attempt, int part) {
        return settled.entrySet().stream()
                .filter(it -> it.getKey().messageId().equals(messageId)
                        && it.getKey().attempt() == attempt
                        && it.getKey().part() == part)
                .map(Map.Entry::getValue)
                .filter(PartResult.Sent.class::isInstance)
                .map(PartResult.Sent.class::cast)
                .findFirst();
    }

    @Override
    public Mono<Boolean> isUnclaimed(InboxId inboxId, String sourceId) {
        return answer(() -> !claimed.contains(inboxId + ":" + sourceId));
    }

    private <T> Mono<T> answer(java.util.concurrent.Callable<T> question) {
        return Mono.defer(() -> away ? Mono.error(new TimeoutException("Redis is away")) : Mono.fromCallable(question));
    }
}
