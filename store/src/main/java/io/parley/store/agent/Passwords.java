package io.parley.store.agent;

import io.parley.store.RandomToken;
import io.parley.store.StoreFailure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Hashes and checks passwords, slowly on purpose, and so on threads that may be kept busy. */
@Component
class Passwords {

    private static final int MIN_LENGTH = 6;

    /** BCrypt looks no further. */
    private static final int MAX_BYTES = 72;

    private final PasswordEncoder encoder;
    private final Mono<String> hashOfNobody;

    Passwords(PasswordEncoder agentPasswords) {
        this.encoder = agentPasswords;
        this.hashOfNobody = encode(RandomToken.next()).cache();
    }

    Mono<String> hash(String password) {
        return Mono.fromCallable(() -> valid(password)).flatMap(this::encode);
    }

    /** Of a password nobody knows. */
    Mono<String> hashOfRandom() {
        return Mono.fromCallable(RandomToken::next).flatMap(this::encode);
    }

    /** @param hash absent when there is nobody to compare with; finding that out takes as long */
    Mono<Boolean> matches(String password, @Nullable String hash) {
        return (hash == null ? hashOfNobody : Mono.just(hash))
                .flatMap(it ->
                        Mono.fromCallable(() -> encoder.matches(password, it)).subscribeOn(Schedulers.boundedElastic()))
                .map(matches -> matches && hash != null);
    }

    private Mono<String> encode(String password) {
        return Mono.fromCallable(() -> encoder.encode(password)).subscribeOn(Schedulers.boundedElastic());
    }

    private static String valid(String password) {
        if (password.length() < MIN_LENGTH) {
            throw new StoreFailure.Invalid(
                    "password", "Password is too short (minimum is %d characters)".formatted(MIN_LENGTH));
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new StoreFailure.Invalid(
                    "password", "Password is too long (maximum is %d bytes)".formatted(MAX_BYTES));
        }
        return password;
    }
}
