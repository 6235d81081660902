package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.message.MessageView;
import io.parley.runtime.files.FileLinks;
import java.util.Map;

/** Shows an e-mail's part of the content attributes: its texts whole, and links in the place of file keys. */
final class MailJson {

    private MailJson() {}

    static boolean isMail(MessageView message) {
        return message.contentAttributes().path("email").isObject();
    }

    /** Changes the attributes it is given; those of other messages stay as they are. */
    static void complete(ObjectNode attributes, MessageView message, FileLinks links) {
        if (!(attributes.path("email") instanceof ObjectNode email)) {
            return;
        }
        String reply = message.text() == null ? "" : message.text();
        String quoted = email.path("text_content").path("quoted").asText("");
        ObjectNode text = email.putObject("text_content");
        text.put("reply", reply);
        text.put("quoted", quoted);
        text.put("full", quoted.isEmpty() ? reply : reply + "\n\n" + quoted);
        if (email.path("html_content") instanceof ObjectNode html) {
            showHtml(html, links);
        }
    }

    private static void showHtml(ObjectNode html, FileLinks links) {
        String full = html.path("full").asText("");
        JsonNode inline = html.path("inline_files");
        for (Map.Entry<String, JsonNode> file : inline.properties()) {
            String link = links.linkTo(file.getValue().asText(), "image").toString();
            full = full.replace("cid:" + file.getKey(), link);
        }
        html.remove("inline_files");
        html.put("full", full.isEmpty() ? null : full);
        if (html.remove("file_key") instanceof JsonNode key && key.isTextual()) {
            html.put("url", links.linkTo(key.asText(), "mail.html").toString());
        }
    }
}
