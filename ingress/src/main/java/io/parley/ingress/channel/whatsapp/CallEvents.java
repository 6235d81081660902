package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.contact.Party;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent.Unsupported;
import io.parley.ingress.channel.whatsapp.Findings.MessageFinding;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls: nobody can take one here, so the offer of one is shown as a line of the conversation. */
final class CallEvents {

    private CallEvents() {}

    /** A call raises an event per state; only its offer counts, whichever comes first or twice. */
    static void call(JsonNode call, Findings findings) {
        String id = text(call.path("id"));
        if (id == null || !call.path("status").asText("").equals("offer")) {
            findings.ignore(id == null ? "no_id" : "state");
            return;
        }
        String groupJid = text(call.path("groupJid"));
        Optional<Party> caller = party(text(call.path("chatId")), text(call.path("from")));
        Optional<Party> contact = groupJid == null ? caller : party(groupJid);
        if (contact.isEmpty()) {
            findings.ignore("no_contact");
            return;
        }
        String line = call.path("isVideo").booleanValue() ? "Missed video call" : "Missed voice call";
        findings.message(new MessageFinding(
                contact.get(),
                groupJid == null ? null : caller.orElse(null),
                Direction.INCOMING,
                "call:" + id,
                new Unsupported("call", line, Redaction.raw(call)),
                null,
                moment(text(call.path("date"))),
                null));
    }

    private static Optional<Party> party(@Nullable String... jids) {
        List<String> known = Stream.of(jids).flatMap(Stream::ofNullable).toList();
        return Parties.party(known, null, null);
    }

    private static @Nullable Instant moment(@Nullable String date) {
        try {
            return date == null ? null : Instant.parse(date);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
