package io.parley.store;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets nobody guesses: 256 random bits, safe in a URL. */
public final class RandomToken {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    private RandomToken() {}

    public static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
