package io.parley.runtime.inbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** Recognises a secret that is only kept as its hash. For long random secrets; a password needs a slow hash. */
public final class SecretHash {

    private SecretHash() {}

    public static String sha256Hex(String secret) {
        return HexFormat.of().formatHex(sha256(secret));
    }

    /** In a time that does not tell how much of it was right. */
    public static boolean matches(String hash, String candidate) {
        return MessageDigest.isEqual(
                hash.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII),
                sha256Hex(candidate).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
