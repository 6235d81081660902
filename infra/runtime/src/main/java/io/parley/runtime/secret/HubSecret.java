package io.parley.runtime.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The hub's secret, {@code SECRET_KEY_BASE}, from which every key of its own is derived. A key is good for one purpose
 * only: who learns one learns nothing of the others.
 */
public final class HubSecret {

    public static final int MIN_LENGTH = 32;

    private static final String HMAC = "HmacSHA256";
    private static final byte[] SALT = "parley".getBytes(StandardCharsets.UTF_8);

    private final byte[] pseudoRandomKey;

    /** @throws SecretKeyUnfit when it is missing or too short */
    public HubSecret(@Nullable String secretKeyBase) {
        if (secretKeyBase == null || secretKeyBase.strip().length() < MIN_LENGTH) {
            throw new SecretKeyUnfit();
        }
        pseudoRandomKey = hmac(SALT, secretKeyBase.strip().getBytes(StandardCharsets.UTF_8));
    }

    /** 256 bits for a purpose, by HKDF (RFC 5869) with SHA-256: extracted above, expanded by one block here. */
    public SecretKey key(String purpose, String algorithm) {
        byte[] info = purpose.getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[info.length + 1];
        System.arraycopy(info, 0, block, 0, info.length);
        block[info.length] = 1;
        return new SecretKeySpec(hmac(pseudoRandomKey, block), algorithm);
    }

    /** Nothing of it is ever shown. */
    @Override
    public String toString() {
        return "HubSecret";
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
