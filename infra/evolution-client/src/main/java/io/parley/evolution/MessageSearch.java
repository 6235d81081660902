package io.parley.evolution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which of the messages that Evolution has stored to look for, newest first.
 *
 * @param remoteJid the chat exactly as Evolution stored it, by phone or by linked id; null for any
 * @param id WhatsApp's id of one message; null for any
 * @param own whether only messages of the connected number
 * @param since inclusive
 * @param until inclusive
 * @param limit how many at most
 */
public record MessageSearch(
        @Nullable String remoteJid, @Nullable String id, boolean own, Instant since, Instant until, int limit) {

    public MessageSearch {
        if (limit < 1 || until.isBefore(since)) {
            throw new IllegalArgumentException(
                    "a search needs a limit and a period that does not end before it begins");
        }
    }

    /** What the connected number wrote in this chat lately, by itself or through the API. */
    public static MessageSearch ownIn(String remoteJid, Instant since, Instant until, int limit) {
        return new MessageSearch(remoteJid, null, true, since, until, limit);
    }

    ObjectNode toJson() {
        ObjectNode body = Json.object();
        ObjectNode where = body.putObject("where");
        ObjectNode key = where.putObject("key");
        if (remoteJid != null) {
            key.put("remoteJid", remoteJid);
        }
        if (id != null) {
            key.put("id", id);
        }
        if (own) {
            key.put("fromMe", true); // false is ignored, so the answer is filtered as well
        }
        where.putObject("messageTimestamp").put("gte", since.toString()).put("lte", until.toString());
        return body.put("page", 1).put("offset", limit);
    }
}
