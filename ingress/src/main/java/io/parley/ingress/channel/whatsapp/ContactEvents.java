package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.contact.Party;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** News of names and pictures. */
final class ContactEvents {

    private ContactEvents() {}

    /** After a group message the group comes under its author's name: the name is not the group's, the picture is. */
    static void contact(JsonNode contact, Findings findings) {
        String jid = text(contact.path("remoteJid"));
        String name = jid == null || Parties.isGroup(jid) ? null : Parties.name(contact.path("pushName"));
        profile(jid, name, text(contact.path("profilePicUrl")), findings);
    }

    /** A group's own description, the only place that has its name. */
    static void group(JsonNode group, Findings findings) {
        profile(text(group.path("id")), text(group.path("subject")), null, findings);
    }

    private static void profile(
            @Nullable String jid, @Nullable String name, @Nullable String pictureUrl, Findings findings) {
        if (jid == null) {
            findings.ignore("no_id");
            return;
        }
        Optional<Party> party = Parties.party(List.of(jid), name, pictureUrl);
        if (party.isEmpty()) {
            findings.ignore("no_contact");
        } else if (name == null && pictureUrl == null) {
            findings.ignore("no_content");
        } else {
            findings.profile(party.get());
        }
    }
}
