package io.parley.runtime.visitor;

import io.parley.contract.id.InboxId;
import java.time.Duration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * That visitors are typing, on its way to where their agents are known. Only true for a moment: who misses it misses
 * it.
 */
public class VisitorTyping {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration TOLD_ONCE = Duration.ofSeconds(2);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final ReactiveStringRedisTemplate redis;
    private final VisitorListeners listeners;
    private final String channel;

    public VisitorTyping(
            ReactiveStringRedisTemplate redis, VisitorListeners listeners, VisitorStreamSettings settings) {
        this.redis = redis;
        this.listeners = listeners;
        this.channel = settings.keyPrefix() + "visitors:typing";
    }

    /** @param on false when the visitor stopped */
    public record Typing(Visitor visitor, boolean on) {}

    /** Never fails. */
    public Mono<Void> tell(Visitor visitor, boolean on) {
        return redis.convertAndSend(channel, (on ? "1" : "0") + " " + visitor.inboxId() + " " + visitor.sourceId())
                .timeout(PATIENCE)
                .onErrorComplete()
                .then();
    }

    /** What is told from now on, each to one of those who listen on all nodes; without end. */
    public Flux<Typing> listen() {
        return Flux.defer(() -> listeners.listen(channel).flatMapMany(messages -> messages))
                .concatMap(this::mine)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_WAIT)
                        .maxBackoff(LONGEST_WAIT)
                        .transientErrors(true))
                .onBackpressureDrop();
    }

    private Mono<Typing> mine(String told) {
        String[] parts = told.split(" ", 3);
        Typing typing =
                new Typing(new Visitor(new InboxId(Integer.parseInt(parts[1])), parts[2]), parts[0].equals("1"));
        return redis.opsForValue()
                .setIfAbsent(channel + ":" + told, "1", TOLD_ONCE)
                .filter(first -> first)
                .map(first -> typing);
    }
}
