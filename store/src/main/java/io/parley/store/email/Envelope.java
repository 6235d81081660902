package io.parley.store.email;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.email.EmailAddress;
import io.parley.contract.email.OutgoingEmail;
import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the envelope of an answer. It goes to whom the agent named; else to the contact, and when somebody else of the
 * thread wrote last, to them with the contact in copy: as people answer to all.
 */
public final class Envelope {

    private static final int MAX_REFERENCES = 50;

    private Envelope() {}

    /**
     * What {@link #of} reads, of a message {@code m} in a conversation {@code c} of an inbox {@code i} with a contact
     * {@code ct}.
     */
    public static final String COLUMNS = """
            c.uuid AS conversation_uuid, c.additional_attributes ->> 'mail_subject' AS mail_subject, i.name AS inbox_name,
            i.channel_settings ->> 'address' AS mailbox, coalesce(ag.display_name, ag.name) AS agent_name,
            ag.message_signature, m.content_attributes AS mail_attributes, ct.name AS contact_name,
            heard.email AS heard_email, heard.author_address AS heard_author, first_sent.id AS first_sent_id""";

    /** Joins for {@link #COLUMNS}: the mail that is answered, and ours that began the thread. */
    public static final String JOINS = """
            LEFT JOIN agents AS ag ON ag.id = m.sender_agent_id
            LEFT JOIN LATERAL (SELECT p.content_attributes -> 'email' AS email, p.author_address FROM messages AS p
                                WHERE i.channel = 'email' AND p.conversation_id = m.conversation_id AND p.id < m.id
                                  AND p.content_attributes -> 'email' IS NOT NULL
                                ORDER BY p.id DESC LIMIT 1) AS heard ON true
            LEFT JOIN LATERAL (SELECT p.id FROM messages AS p
                                WHERE i.channel = 'email' AND p.conversation_id = m.conversation_id AND p.id < m.id
                                  AND p.send_state = 'sent'
                                ORDER BY p.id LIMIT 1) AS first_sent ON true
            """;

    public static OutgoingEmail of(Columns columns, MessageId message, String address) {
        UUID conversation = columns.uuid("conversation_uuid");
        String mailbox = Objects.requireNonNullElse(columns.textOrNull("mailbox"), "");
        JsonNode attributes = columns.json("mail_attributes");
        JsonNode heard = columns.jsonOrNull("heard_email", JsonNode.class);
        Integer firstSent = columns.numberOrNull("first_sent_id");
        String heardId = heard == null ? null : text(heard, "message_id");
        String inReplyTo = heardId != null
                ? heardId
                : firstSent == null ? null : MailIds.of(new MessageId(firstSent), conversation, mailbox);
        Recipients recipients = Recipients.of(
                attributes,
                new EmailAddress(address, columns.textOrNull("contact_name")),
                columns.textOrNull("heard_author"),
                mailbox);
        return new OutgoingEmail(
                MailIds.of(message, conversation, mailbox),
                subject(columns, heard != null || firstSent != null),
                recipients.to(),
                recipients.cc(),
                recipients.bcc(),
                inReplyTo,
                references(heard, inReplyTo),
                conversation.toString(),
                columns.textOrNull("agent_name"),
                signature(columns),
                text(attributes, "email_html_content"));
    }

    private static String subject(Columns columns, boolean answers) {
        String subject = columns.textOrNull("mail_subject");
        if (subject == null || subject.isBlank()) {
            return columns.text("inbox_name");
        }
        return answers
                ? MailSubject.answer(subject)
                : subject.replaceAll("\\s+", " ").strip();
    }

    private static List<String> references(@Nullable JsonNode heard, @Nullable String inReplyTo) {
        Set<String> all = new LinkedHashSet<>();
        if (heard != null) {
            heard.path("references").forEach(it -> all.add(it.asText()));
            String before = text(heard, "in_reply_to");
            if (before != null) {
                all.add(before);
            }
        }
        all.remove(inReplyTo == null ? "" : inReplyTo);
        List<String> list = new ArrayList<>(all);
        return list.size() <= MAX_REFERENCES ? list : list.subList(list.size() - MAX_REFERENCES, list.size());
    }

    /** Clients that write it under the words themselves do not get it twice. */
    private static @Nullable String signature(Columns columns) {
        String signature = columns.textOrNull("message_signature");
        String text = columns.textOrNull("text");
        return signature == null || signature.isBlank() || (text != null && text.contains(signature.strip()))
                ? null
                : signature;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.asText().isBlank() ? value.asText() : null;
    }

    /** Nobody is written to twice, and the mailbox not to itself. */
    private record Recipients(List<EmailAddress> to, List<EmailAddress> cc, List<EmailAddress> bcc) {

        static Recipients of(JsonNode attributes, EmailAddress contact, @Nullable String lastAuthor, String mailbox) {
            List<EmailAddress> to = list(attributes.path("to_emails"));
            List<EmailAddress> cc = list(attributes.path("cc_emails"));
            if (to.isEmpty() && lastAuthor != null && lastAuthor.contains("@")) {
                to = List.of(new EmailAddress(lastAuthor, null));
                cc = new ArrayList<>(cc);
                cc.add(0, contact);
            } else if (to.isEmpty()) {
                to = List.of(contact);
            }
            Set<String> seen = new LinkedHashSet<>(Set.of(mailbox.toLowerCase(Locale.ROOT)));
            List<EmailAddress> distinctTo = distinct(to, seen);
            return new Recipients(
                    distinctTo.isEmpty() ? List.of(contact) : distinctTo,
                    distinct(cc, seen),
                    distinct(list(attributes.path("bcc_emails")), seen));
        }

        private static List<EmailAddress> distinct(List<EmailAddress> addresses, Set<String> seen) {
            Map<String, EmailAddress> distinct = new LinkedHashMap<>();
            for (EmailAddress address : addresses) {
                String key = address.address().toLowerCase(Locale.ROOT);
                if (seen.add(key)) {
                    distinct.put(key, address);
                }
            }
            return List.copyOf(distinct.values());
        }

        /** An array, or words with commas between, as clients send both. */
        private static List<EmailAddress> list(JsonNode value) {
            List<EmailAddress> addresses = new ArrayList<>();
            Iterable<JsonNode> entries = value.isArray() ? value : List.of(value);
            for (JsonNode entry : entries) {
                for (String one : entry.asText("").split("[,;]")) {
                    if (one.contains("@")) {
                        addresses.add(new EmailAddress(one.strip(), null));
                    }
                }
            }
            return addresses;
        }
    }
}
