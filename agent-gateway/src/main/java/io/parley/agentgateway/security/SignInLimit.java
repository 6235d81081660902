package io.parley.agentgateway.security;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Slows down whoever guesses passwords, with counters in Redis that all nodes share. Redis away: nobody is held up,
 * because agents must be able to work then, too.
 */
@Component
public class SignInLimit {

    private static final Logger log = LoggerFactory.getLogger(SignInLimit.class);

    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Counts a try; answers 0 while it is one of those allowed, else the milliseconds until the window ends. */
    private static final RedisScript<Long> COUNT = RedisScript.of("""
            local tries = redis.call('INCR', KEYS[1])
            if tries == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            if tries <= tonumber(ARGV[1]) then return 0 end
            return math.max(redis.call('PTTL', KEYS[1]), 1)
            """, Long.class);

    private final ReactiveStringRedisTemplate redis;
    private final SignInProperties properties;

    SignInLimit(ReactiveStringRedisTemplate redis, SignInProperties properties) {
        this.redis = redis;
        this.properties = properties;
    }

    /** Completes when one more try is allowed; errors with {@link TooManyRequests} when not. */
    public Mono<Void> count(@Nullable InetSocketAddress from, String email) {
        InetAddress address = from == null ? null : from.getAddress();
        if (address != null && address.isLoopbackAddress()) {
            return Mono.empty();
        }
        Mono<Long> byEmail = count(
                "email:" + hash(email.strip().toLowerCase(Locale.ROOT)),
                properties.perEmail(),
                properties.emailWindow());
        Mono<Long> byAddress = address == null
                ? Mono.just(0L)
                : count("ip:" + address.getHostAddress(), properties.perAddress(), properties.addressWindow());
        return Mono.zip(byAddress, byEmail, Math::max)
                .filter(wait -> wait > 0)
                .flatMap(wait -> Mono.error(new TooManyRequests(Duration.ofMillis(wait))));
    }

    private Mono<Long> count(String what, int limit, Duration window) {
        return redis.execute(
                        COUNT,
                        List.of(properties.redisKeyPrefix() + "sign-in:" + what),
                        List.of(Integer.toString(limit), Long.toString(window.toMillis())))
                .next()
                .timeout(PATIENCE)
                .onErrorResume(e -> {
                    log.warn("Sign-ins cannot be counted: {}", e.getClass().getSimpleName());
                    return Mono.just(0L);
                })
                .defaultIfEmpty(0L);
    }

    /** So that no e-mail address stands in Redis. */
    private static String hash(String email) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(email.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
