package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message of an instance, as Evolution's database and the phones have it. Guarded by {@link WhatsApp}. */
final class StoredMessage {

    /** WhatsApp's id. */
    final String id;

    /** Evolution's own. */
    final String rowId;

    /** The chat by its lasting address: the person by phone number, or the group. */
    final String chat;

    /** As the webhook has it. */
    final ObjectNode key;

    final boolean fromMe;
    /** The author's address by phone number. */
    final String author;

    final String pushName;
    final String messageType;
    final ObjectNode content;
    final @Nullable ObjectNode contextInfo;
    /** Unix seconds. */
    final long timestamp;

    final String source;

    /** Null when it has none, or when it was lost to make room. */
    @Nullable
    File file;

    Ack ack;
    boolean readByUs;
    boolean deleted;
    boolean edited;
    /** Who reacted with what. */
    final Map<String, String> reactions = new LinkedHashMap<>();

    StoredMessage(
            String id,
            String rowId,
            String chat,
            ObjectNode key,
            String author,
            String pushName,
            Content content,
            @Nullable ObjectNode contextInfo,
            long timestamp,
            String source,
            Ack ack) {
        this.id = id;
        this.rowId = rowId;
        this.chat = chat;
        this.key = key;
        this.fromMe = key.path("fromMe").asBoolean();
        this.author = author;
        this.pushName = pushName;
        this.messageType = content.type();
        this.content = content.message();
        this.file = content.file();
        this.contextInfo = contextInfo;
        this.timestamp = timestamp;
        this.source = source;
        this.ack = ack;
    }

    /** A file that travels with a message; never compared, so its bytes may be an array. */
    @SuppressWarnings("ArrayRecordComponent")
    record File(byte[] bytes, String mimetype, String name) {}
}
