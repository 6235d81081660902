package io.parley.contract.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.contract.id.AttachmentId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file of a message.
 *
 * @param fileKey where the bytes lie in the file store, once {@code state} is {@code STORED}
 * @param fileName with its ending, safe to use as the last segment of a URL once encoded
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttachmentView(
        AttachmentId id,
        MessageContent.MediaKind kind,
        State state,
        @Nullable String fileKey,
        String fileName,
        String mediaType,
        @Nullable Long sizeBytes,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable String failureReason) {

    /** Whether the bytes are there. */
    public enum State {
        PENDING,
        STORED,
        FAILED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static State of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
