package io.parley.runtime.files;

import io.parley.runtime.secret.HubSecret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.springframework.web.util.UriUtils;

/**
 * Links to stored files that open without signing in, because those who follow them cannot: a provider fetching a
 * reply's attachment, a mail read next year, a client that stored a message's JSON.
 *
 * <p>So a link does not expire. It shows what whoever was given it may see anyway, cannot be guessed (128 bits of key,
 * 128 of signature) or made without the hub's secret, and ends with the file or the secret.
 */
public final class FileLinks {

    private static final String HMAC = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 16;

    private final SecretKey key;
    private final String base;

    public FileLinks(HubSecret secret, URI frontendUrl) {
        this.key = secret.key("parley file links v1", HMAC);
        this.base = frontendUrl.toString().replaceAll("/+$", "");
    }

    /** {@code <FRONTEND_URL>/files/<key>/<signature>/<file name>}; the same each time. */
    public URI linkTo(String fileKey, String fileName) {
        return URI.create("%s/files/%s/%s/%s"
                .formatted(
                        base,
                        fileKey,
                        signatureOf(fileKey),
                        UriUtils.encodePathSegment(FileNames.safe(fileName), StandardCharsets.UTF_8)));
    }

    /** Whether the hub made this link; compared in constant time. */
    public boolean verify(String fileKey, String signature) {
        return FileKeys.isKey(fileKey)
                && MessageDigest.isEqual(
                        signatureOf(fileKey).getBytes(StandardCharsets.UTF_8),
                        signature.getBytes(StandardCharsets.UTF_8));
    }

    private String signatureOf(String fileKey) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            byte[] full = mac.doFinal(fileKey.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(java.util.Arrays.copyOf(full, SIGNATURE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
