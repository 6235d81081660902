package io.parley.agentgateway.security;

import io.parley.runtime.limit.Rate;
import io.parley.runtime.limit.RateLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Slows down whoever guesses passwords. */
@Component
public class SignInLimit {

    private final RateLimits limits;
    private final SignInProperties properties;

    SignInLimit(RateLimits limits, SignInProperties properties) {
        this.limits = limits;
        this.properties = properties;
    }

    /** Completes when one more try is allowed; errors with {@link io.parley.runtime.limit.TooMany} when not. */
    public Mono<Void> count(@Nullable InetSocketAddress from, String email) {
        InetAddress address = from == null ? null : from.getAddress();
        if (address != null && address.isLoopbackAddress()) {
            return Mono.empty();
        }
        Mono<Void> byAddress = address == null
                ? Mono.empty()
                : limits.take(
                        "sign-in:ip:" + address.getHostAddress(),
                        new Rate(properties.perAddress(), properties.addressWindow()));
        return byAddress.then(limits.take(
                "sign-in:email:" + hash(email.strip().toLowerCase(Locale.ROOT)),
                new Rate(properties.perEmail(), properties.emailWindow())));
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
