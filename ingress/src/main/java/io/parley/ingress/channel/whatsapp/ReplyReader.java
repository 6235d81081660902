package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.firstText;
import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.parley.contract.ContractJson;
import io.parley.contract.message.MessageContent.InteractiveReply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a contact chose: from a list, a button, a native flow, a poll. Absent when nothing was chosen. */
final class ReplyReader {

    private ReplyReader() {}

    static @Nullable InteractiveReply list(JsonNode body) {
        return reply(
                text(body.path("title")),
                text(body.path("singleSelectReply").path("selectedRowId")),
                text(body.path("description")));
    }

    static @Nullable InteractiveReply button(JsonNode body) {
        return reply(
                text(body.path("selectedDisplayText")),
                firstText(body.path("selectedButtonId"), body.path("selectedId")),
                null);
    }

    /** A quick reply or a finished flow: the choice's id hides in JSON inside a text. */
    static @Nullable InteractiveReply nativeFlow(JsonNode body) {
        JsonNode flow = body.path("nativeFlowResponseMessage");
        JsonNode params = json(text(flow.path("paramsJson")));
        return reply(
                firstText(
                        body.path("body").path("text"),
                        params.path("display_text"),
                        params.path("title"),
                        flow.path("name")),
                text(params.path("id")),
                text(params.path("description")));
    }

    /** A vote whose options Evolution could name (2.3.7 and later); taking a vote back leaves none. */
    static @Nullable InteractiveReply vote(JsonNode body) {
        List<String> chosen = new ArrayList<>();
        body.path("vote").path("selectedOptions").forEach(option -> {
            String name = firstText(option, option.path("name"), option.path("optionName"));
            if (name != null) {
                chosen.add(name);
            }
        });
        return chosen.isEmpty() ? null : new InteractiveReply(String.join(", ", chosen), null, null);
    }

    private static @Nullable InteractiveReply reply(
            @Nullable String title, @Nullable String id, @Nullable String description) {
        String shown = title == null ? id : title;
        return shown == null ? null : new InteractiveReply(shown, id, description);
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return text == null
                    ? MissingNode.getInstance()
                    : ContractJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
