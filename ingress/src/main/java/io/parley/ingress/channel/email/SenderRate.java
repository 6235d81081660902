package io.parley.ingress.channel.email;

import io.parley.contract.id.InboxId;
import io.parley.runtime.inbox.SecretHash;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Counts mails by sender, so that two programs that answer each other stop: a sender of too many is still heard, but
 * gets no automatic answer. Counts may be lost; while Redis is away nobody is answered automatically.
 */
@Component
class SenderRate {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(SenderRate.class);

    private final ReactiveStringRedisTemplate redis;
    private final EmailProperties properties;

    SenderRate(ReactiveStringRedisTemplate redis, EmailProperties properties) {
        this.redis = redis;
        this.properties = properties;
    }

    /** Counts one more; true when there have been too many. Addresses are kept as hashes alone. */
    Mono<Boolean> isTooMany(InboxId inbox, String sender) {
        String key = "%semail:rate:%s:%s".formatted(properties.keyPrefix(), inbox, SecretHash.sha256Hex(sender));
        return redis.opsForValue()
                .increment(key)
                .flatMap(count -> count == 1
                        ? redis.expire(key, properties.senderWindow()).thenReturn(count)
                        : Mono.just(count))
                .map(count -> count > properties.mailsPerSender())
                .timeout(PATIENCE)
                .onErrorResume(failure -> {
                    log.warn("Senders are not counted: {}", failure.toString());
                    return Mono.just(true);
                });
    }
}
