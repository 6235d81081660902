package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Incoming.Act;
import io.parley.evolution.simulator.Incoming.MediaKind;
import io.parley.evolution.simulator.Settings.Addressing;
import io.parley.evolution.simulator.StoredMessage.File;
import org.jspecify.annotations.Nullable;

/** How Evolution shows what people do on their phones: under which address, and with what content. */
record IncomingFrames(Settings settings) {

    Addressing addressing(Phone phone, @Nullable Addressing asked) {
        if (asked != null) {
            return asked;
        }
        return phone.addressing() == null ? settings.addressing() : phone.addressing();
    }

    ObjectNode key(Phone phone, Incoming incoming, String id) {
        Addressing addressing = addressing(phone, incoming.addressing());
        ObjectNode key = Json.object();
        if (incoming.group() != null) {
            key.put("remoteJid", incoming.group().jid())
                    .put("fromMe", incoming.fromMe())
                    .put("id", id)
                    .put("participant", phone.lid());
            if (addressing != Addressing.LID_ONLY) {
                key.put("participantAlt", phone.jid());
            }
            return key.put("addressingMode", "lid");
        }
        key.put("remoteJid", addressing == Addressing.PHONE ? phone.jid() : phone.lid());
        if (addressing == Addressing.LID) {
            key.put("remoteJidAlt", phone.jid());
        }
        return key.put("fromMe", incoming.fromMe())
                .put("id", id)
                .put("participant", "")
                .put("addressingMode", addressing == Addressing.PHONE ? "pn" : "lid");
    }

    Content content(Instance instance, Incoming incoming, String id) {
        return switch (incoming.act()) {
            case Act.Text text -> withSecret(Content.text(text.text()));
            case Act.Media media -> media(media, id);
            case Act.Location it -> Content.location(it.latitude(), it.longitude(), it.name(), it.address());
            case Act.Contacts contacts -> Content.contacts(contacts.cards());
            case Act.Reaction reaction -> {
                StoredMessage target = instance.message(reaction.messageId());
                boolean ours = target == null || target.fromMe;
                String chat = target == null ? incoming.from() + Jids.PERSON : target.chat;
                yield Content.reaction(
                        Json.object().put("remoteJid", chat).put("fromMe", ours).put("id", reaction.messageId()),
                        reaction.emoji());
            }
            case Act.Raw raw -> Content.raw(raw.messageType(), raw.message());
            case Act.Edit edit -> throw new IllegalStateException("an edit is no message: " + edit.messageId());
            case Act.Delete delete ->
                throw new IllegalStateException("a deletion is no message: " + delete.messageId());
        };
    }

    private static Content media(Act.Media media, String id) {
        File file = Samples.file(media.kind(), media.base64(), media.mimetype(), media.fileName(), id);
        return switch (media.kind()) {
            case IMAGE -> Content.image(file, media.caption());
            case VIDEO -> Content.video(file, media.caption(), media.seconds());
            case AUDIO, VOICE -> Content.audio(file, media.seconds(), media.kind() == MediaKind.VOICE);
            case DOCUMENT -> Content.document(file, media.caption());
            case STICKER -> Content.sticker(file);
        };
    }

    private static Content withSecret(Content content) {
        content.message().putObject("messageContextInfo").set("messageSecret", Json.bytes(9, 8));
        return content;
    }
}
