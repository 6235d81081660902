package io.parley.ingress.channel.email;

import io.parley.contract.id.InboxId;
import java.util.List;
import java.util.UUID;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The right to read a mailbox, held by one node at a time in Redis. It saves work and spares the mail server; that
 * nothing is missed or stored twice does not hang on it.
 */
@Component
class MailboxLease {

    private static final RedisScript<Long> RENEW = RedisScript.of("""
            if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end
            return 0""", Long.class);

    private static final RedisScript<Long> RELEASE = RedisScript.of("""
            if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
            return 0""", Long.class);

    private final String node = UUID.randomUUID().toString();
    private final ReactiveStringRedisTemplate redis;
    private final EmailProperties properties;

    MailboxLease(ReactiveStringRedisTemplate redis, EmailProperties properties) {
        this.redis = redis;
        this.properties = properties;
    }

    /** True when it is this node's now. */
    Mono<Boolean> take(InboxId inbox) {
        return redis.opsForValue()
                .setIfAbsent(key(inbox), node, properties.lease())
                .flatMap(taken -> taken ? Mono.just(true) : renew(inbox));
    }

    /** False when another node has it, or nobody any more. */
    Mono<Boolean> renew(InboxId inbox) {
        return redis.execute(
                        RENEW,
                        List.of(key(inbox)),
                        List.of(node, Long.toString(properties.lease().toMillis())))
                .next()
                .map(renewed -> renewed == 1)
                .defaultIfEmpty(false);
    }

    Mono<Void> release(InboxId inbox) {
        return redis.execute(RELEASE, List.of(key(inbox)), List.of(node)).then();
    }

    private String key(InboxId inbox) {
        return "%semail:mailbox:%s".formatted(properties.keyPrefix(), inbox);
    }
}
