package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.moment;
import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.parley.contract.contact.Party;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Delete;
import io.parley.contract.message.MessageContent.Edit;
import io.parley.contract.message.MessageContent.Media;
import io.parley.ingress.channel.EmbeddedFile;
import io.parley.ingress.channel.whatsapp.Findings.MessageFinding;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages, their edits and their deletions.
 *
 * <p>A message without a {@code key.id} has no identity: nothing could tell it from its duplicate, answer or delete it,
 * so it is counted and left out (Meta's refusals come as such). One with an id is never lost: what cannot be read of it
 * is kept as unsupported.
 */
final class MessageEvents {

    private MessageEvents() {}

    /** A message the contact sent, or one that was written on the inbox's phone. */
    static void received(JsonNode frame, Findings findings) {
        message(frame, frame.path("key").path("fromMe").booleanValue(), findings);
    }

    /** A message that left through Evolution's API, whoever asked for it. */
    static void sent(JsonNode frame, Findings findings) {
        message(frame, true, findings);
    }

    /** Only the edited message's id is to be trusted: chat and side are told from the editor's point of view. */
    static void edited(JsonNode protocol, Findings findings) {
        Edit edit = ContentReader.edit(protocol);
        JsonNode key = protocol.path("key");
        Optional<Party> chat = Parties.chatOf(key, null, null);
        if (edit == null || chat.isEmpty()) {
            findings.ignore(edit == null ? "no_edit" : "no_contact");
            return;
        }
        boolean byContact = findings.envelope().isOwn(text(key.path("remoteJid")));
        findings.message(new MessageFinding(
                chat.get(),
                null,
                byContact || !key.path("fromMe").booleanValue() ? Direction.INCOMING : Direction.OUTGOING,
                edit.targetSourceId() + "#edit-" + protocol.path("timestampMs").asText(""),
                edit,
                null,
                moment(protocol.path("timestampMs")),
                null));
    }

    /** An edit told as an update (2.3.7 and later); the words may be wrapped in a protocol message once more. */
    static void updated(JsonNode update, String sourceId, Party chat, Findings findings) {
        Content content = Content.of(update.path("message"));
        if (content == null) {
            return;
        }
        Edit edit = content.kind().equals("protocolMessage")
                ? ContentReader.edit(content.body())
                : ContentReader.edit(sourceId, update.path("message"));
        if (edit != null) {
            findings.message(new MessageFinding(
                    chat,
                    null,
                    directionOf(update),
                    sourceId + "#edit-" + findings.envelope().postedAt(),
                    edit,
                    null,
                    null,
                    null));
        }
    }

    /** A bare key from WhatsApp, or Evolution's own row with the key inside; the row's {@code id} is not WhatsApp's. */
    static void deleted(JsonNode data, Findings findings) {
        JsonNode key = data.path("key").isObject() ? data.path("key") : data;
        String target = text(key.path("id"));
        Optional<Party> chat = Parties.chatOf(key, null, null);
        if (target == null || chat.isEmpty()) {
            findings.ignore(target == null ? "no_id" : "no_contact");
            return;
        }
        findings.message(new MessageFinding(
                chat.get(),
                Parties.authorOf(key, null).orElse(null),
                directionOf(key),
                target + "#delete",
                new Delete(target),
                null,
                null,
                null));
    }

    private static void message(JsonNode frame, boolean own, Findings findings) {
        JsonNode key = frame.path("key");
        String sourceId = text(key.path("id"));
        String remoteJid = text(key.path("remoteJid"));
        if (sourceId == null) {
            findings.ignore("no_id");
        } else if (remoteJid != null && Parties.isBroadcast(remoteJid)) {
            findings.ignore("broadcast");
        } else {
            message(frame, key, sourceId, own, findings);
        }
    }

    private static void message(JsonNode frame, JsonNode key, String sourceId, boolean own, Findings findings) {
        String name = own ? null : Parties.name(frame.path("pushName"));
        Optional<Party> chat = Parties.chatOf(key, name, text(key.path("profilePicUrl")));
        Content content = Content.of(frame.path("message"));
        MessageContent says = ContentReader.read(frame, content);
        if (chat.isEmpty() || says == null) {
            findings.ignore(says == null ? "no_content" : "no_contact");
            return;
        }
        findings.message(new MessageFinding(
                chat.get(),
                own ? null : Parties.authorOf(key, name).orElse(null),
                own ? Direction.OUTGOING : Direction.INCOMING,
                sourceId,
                says,
                content == null ? null : repliesTo(frame, content),
                moment(frame.path("messageTimestamp")),
                says instanceof Media ? fileIn(frame.path("message").path("base64")) : null));
    }

    private static @Nullable String repliesTo(JsonNode frame, Content content) {
        String poll = text(content.body().path("pollCreationMessageKey").path("id"));
        return poll == null ? content.quoted(frame) : poll;
    }

    private static @Nullable EmbeddedFile fileIn(JsonNode node) {
        return node instanceof POJONode holder && holder.getPojo() instanceof EmbeddedFile file ? file : null;
    }

    private static Direction directionOf(JsonNode key) {
        return key.path("fromMe").booleanValue() ? Direction.OUTGOING : Direction.INCOMING;
    }
}
