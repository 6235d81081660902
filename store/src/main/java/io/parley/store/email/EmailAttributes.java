package io.parley.store.email;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.email.EmailAddress;
import io.parley.contract.email.ReceivedEmail;
import io.parley.contract.inbound.Inbound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A received mail as the message's content attributes keep it, in Chatwoot's words. The reply's text is the message's
 * own and not repeated; file keys become links where the attributes are shown.
 */
public final class EmailAttributes {

    private EmailAttributes() {}

    /** Absent on messages that are no mails. */
    public static @Nullable ObjectNode of(Inbound.Message message) {
        ReceivedEmail email = message.email();
        if (email == null) {
            return null;
        }
        ObjectNode mail = JsonNodeFactory.instance.objectNode();
        mail.put("message_id", email.messageId());
        mail.put("in_reply_to", email.inReplyTo());
        mail.set("references", array(email.references()));
        mail.put("subject", email.subject());
        mail.set("from", addresses(List.of(email.from())));
        mail.put("from_name", email.from().name());
        mail.set("to", addresses(email.to()));
        mail.set("cc", addresses(email.cc()));
        mail.set("bcc", addresses(email.bcc()));
        mail.set("reply_to", addresses(email.replyTo()));
        mail.put("date", message.sentAt().toString());
        mail.put("auto_reply", email.automatic());
        mail.put(
                "multipart",
                email.html() != null
                        || email.htmlKey() != null
                        || !message.files().isEmpty());
        mail.put("number_of_attachments", message.files().size());
        mail.putObject("text_content").put("quoted", email.quoted());
        ObjectNode html = mail.putObject("html_content");
        html.put("full", email.html());
        if (email.htmlKey() != null) {
            html.put("file_key", email.htmlKey());
        }
        ObjectNode inline = html.putObject("inline_files");
        email.inlineFiles().forEach(inline::put);
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        attributes.set("email", mail);
        attributes.set("cc_emails", addresses(email.cc()));
        attributes.set("bcc_emails", addresses(email.bcc()));
        return attributes;
    }

    private static ArrayNode addresses(List<EmailAddress> addresses) {
        return array(addresses.stream().map(EmailAddress::address).toList());
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
