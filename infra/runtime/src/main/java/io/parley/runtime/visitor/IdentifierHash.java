package io.parley.runtime.visitor;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a site vouches for who its visitor is: lower-case hex of HMAC-SHA256 of their identifier, by the inbox's key. */
public final class IdentifierHash {

    private static final String HMAC = "HmacSHA256";

    private IdentifierHash() {}

    public static String of(String key, String identifier) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(identifier.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** In a time that does not tell how much of it was right. */
    public static boolean matches(String key, String identifier, String hash) {
        return MessageDigest.isEqual(
                of(key, identifier).getBytes(StandardCharsets.UTF_8),
                hash.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }
}
