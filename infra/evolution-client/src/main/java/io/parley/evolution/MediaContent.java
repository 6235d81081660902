package io.parley.evolution;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A file that Evolution fetched from WhatsApp.
 *
 * @param mediaType the kind of message it came in, such as {@code imageMessage}
 * @param base64 the bytes, as Evolution sent them
 */
public record MediaContent(
        String mediaType,
        @Nullable String fileName,
        @Nullable String mimetype,
        @Nullable String caption,
        String base64) {

    /** The file itself; decoded anew on each call. */
    public byte[] bytes() {
        return Base64.getMimeDecoder()
                .decode(base64.substring(base64.startsWith("data:") ? base64.indexOf(',') + 1 : 0));
    }

    @Override
    public String toString() {
        return "MediaContent[mediaType=" + mediaType + ", mimetype=" + mimetype + "]";
    }
}
