package io.parley.agentgateway.api.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message carries beside its words. */
public sealed interface AttachmentJson {

    /**
     * A file.
     *
     * @param dataUrl absolute, answers with the bytes, ends in the file's name; empty until the bytes are there
     * @param thumbUrl empty for all but images
     * @param transcribedText only on audio
     * @param kind beyond Chatwoot: {@code image}, {@code sticker}, {@code video}, {@code audio}, {@code voice} or
     *     {@code document}
     * @param state beyond Chatwoot: {@code pending}, {@code stored} or {@code failed}
     */
    @Wire
    record FileJson(
            int id,
            int messageId,
            String fileType,
            int accountId,
            @Nullable String extension,
            String contentType,
            String dataUrl,
            String thumbUrl,
            @Nullable Long fileSize,
            @Nullable Integer width,
            @Nullable Integer height,
            @Wire.Optional @Nullable String transcribedText,
            String fileName,
            String kind,
            String state)
            implements AttachmentJson {}

    /** A place on the map. */
    @Wire
    record LocationJson(
            int id,
            int messageId,
            String fileType,
            int accountId,
            double coordinatesLat,
            double coordinatesLong,
            @Nullable String fallbackTitle,
            @Nullable String dataUrl)
            implements AttachmentJson {}

    /** A card of an address book. */
    @Wire
    record ContactCardJson(
            int id,
            int messageId,
            String fileType,
            int accountId,
            @Nullable String fallbackTitle,
            CardMetaJson meta) implements AttachmentJson {}

    /** Whose card it is; Chatwoot writes these keys in camel case. */
    record CardMetaJson(String firstName, List<String> phones) {}
}
