package io.parley.ingress.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens as Evolution does, with whatever key, by the plain definition of HS256. */
final class Tokens {

    private Tokens() {}

    static String signed(String key, Instant expiry) {
        String content = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + claims(expiry);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String unsigned() {
        return encoded("{\"alg\":\"none\"}") + "." + claims(Instant.parse("2099-01-01T00:00:00Z")) + ".";
    }

    private static String claims(Instant expiry) {
        long seconds = expiry.getEpochSecond();
        return encoded("{\"iat\":%d,\"exp\":%d,\"app\":\"evolution\",\"action\":\"webhook\"}"
                .formatted(seconds - 600, seconds));
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
