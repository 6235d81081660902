package io.parley.ingress.channel.webchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.ingress.problem.IngressFailure.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a widget sends, by frame or by request. */
final class VisitorFrames {

    private static final int MAX_MESSAGES = 100;
    private static final int MAX_PAGE = 2_000;

    private VisitorFrames() {}

    /**
     * What a visitor says.
     *
     * @param upload as {@code POST /widget/uploads} answered
     * @param replyTo the quoted message's source id
     */
    record Said(
            String echoId,
            @Nullable String content,
            @Nullable String upload,
            @Nullable String replyToEcho,
            @Nullable Integer replyToId) {}

    static Said said(JsonNode frame, int longest) {
        String echoId = text(frame, "echo_id");
        if (echoId == null || !echoId.matches("[A-Za-z0-9_-]{8,64}")) {
            throw new InvalidInput("invalid-message", "echo_id must be 8 to 64 letters, digits, _ or -");
        }
        String content = text(frame, "content");
        String upload = text(frame, "upload");
        if ((content == null || content.isBlank()) && upload == null) {
            throw new InvalidInput("invalid-message", "a message must have content or an upload");
        }
        if (content != null && content.length() > longest) {
            throw new InvalidInput("invalid-message", "content may have at most %d characters".formatted(longest));
        }
        JsonNode replyTo = frame.path("reply_to_id");
        return new Said(
                echoId,
                content == null || content.isBlank() ? null : content,
                upload,
                text(frame, "reply_to_echo_id"),
                replyTo.canConvertToInt() && replyTo.intValue() > 0 ? replyTo.intValue() : null);
    }

    static List<Integer> messageIds(JsonNode frame) {
        JsonNode given = frame.path("message_ids");
        if (!given.isArray() || given.size() > MAX_MESSAGES) {
            throw new InvalidInput(
                    "invalid-receipt", "message_ids must be a list of at most %d".formatted(MAX_MESSAGES));
        }
        List<Integer> ids = new ArrayList<>();
        given.forEach(id -> {
            if (!id.canConvertToInt() || id.intValue() < 1) {
                throw new InvalidInput("invalid-receipt", "message_ids must be numbers of messages");
            }
            ids.add(id.intValue());
        });
        return ids;
    }

    static boolean on(JsonNode frame) {
        return frame.path("on").asBoolean(true);
    }

    /** Where on the site they are, as far as it is one; absent when they do not say. */
    static @Nullable String pageUrl(JsonNode frame) {
        String url = text(frame.path("page"), "url");
        return url != null && url.length() <= MAX_PAGE && url.matches("https?://\\S+") ? url : null;
    }

    static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? value.textValue() : null;
    }
}
