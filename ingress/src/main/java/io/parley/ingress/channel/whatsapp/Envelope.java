package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.contact.WhatsAppAddress;
import io.parley.contract.inbox.InboxConfig;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every webhook of Evolution says around its {@code data}.
 *
 * @param event in the spelling of the configuration, {@code MESSAGES_UPSERT}: all three spellings come to this one
 * @param postedAt the sender's wall clock with a false {@code Z}: of no use as a time, but a retry keeps it, so it
 *     tells two events of the same content apart
 */
record Envelope(
        InboxConfig inbox,
        String event,
        JsonNode data,
        @Nullable String ownJid,
        String postedAt,
        Instant receivedAt) {

    static Envelope of(InboxConfig inbox, JsonNode body, Instant receivedAt) {
        String event = body.path("event").asText("");
        String postedAt = text(body.path("date_time"));
        return new Envelope(
                inbox,
                event.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'),
                body.path("data"),
                text(body.path("sender")),
                postedAt == null ? receivedAt.toString() : postedAt,
                receivedAt);
    }

    /** True for a JID of the inbox's own number, with or without its ninth digit. */
    boolean isOwn(@Nullable String jid) {
        return jid != null
                && ownJid != null
                && WhatsAppAddress.ofJid(jid).isPresent()
                && WhatsAppAddress.ofJid(jid).equals(WhatsAppAddress.ofJid(ownJid));
    }

    /** Stable for what happened, however often it is told. */
    String eventId(String kind, String id) {
        return inbox.id() + ":" + kind + ":" + id;
    }
}
