package io.parley.ingress.channel.whatsapp;

import static io.parley.ingress.channel.whatsapp.Dialect.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.ContactAddress.Kind;
import io.parley.contract.contact.Party;
import io.parley.contract.contact.WhatsAppAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who a message key speaks of, in every version's way of saying it: {@code evolution-api.md} §2.2.
 *
 * <p>All JIDs of a key are addresses of the same person, the phone first; the reply goes to the JID that WhatsApp
 * itself used, with or without the ninth digit.
 */
final class Parties {

    private static final Pattern DEVICE = Pattern.compile(":\\d+@");
    private static final Pattern NO_NAME = Pattern.compile("[\\d\\s+()-]*|você|voce", Pattern.CASE_INSENSITIVE);

    /** Bare numbers this long are group ids. */
    private static final int GROUP_DIGITS = 18;

    private Parties() {}

    /** A status post, a broadcast list or a channel: nobody to talk to. */
    static boolean isBroadcast(String jid) {
        return jid.endsWith("@broadcast") || jid.endsWith("@newsletter");
    }

    /** The person or group whose chat it is; empty when the key names nobody the hub could answer. */
    static Optional<Party> chatOf(JsonNode key, @Nullable String name, @Nullable String pictureUrl) {
        String remoteJid = text(key.path("remoteJid"));
        if (remoteJid != null && isGroup(remoteJid)) {
            return party(List.of(remoteJid), null, pictureUrl);
        }
        List<String> jids = jids(key, "remoteJid", "remoteJidAlt", "previousRemoteJid");
        if (!key.path("fromMe").booleanValue()) {
            jids.addAll(jids(key, "senderPn", "senderLid")); // of an own message they would be our own
        }
        return party(jids, name, pictureUrl);
    }

    /** Who wrote it, in a group; empty in a chat with one person, where the key says so by an empty participant. */
    static Optional<Party> authorOf(JsonNode key, @Nullable String name) {
        String remoteJid = text(key.path("remoteJid"));
        if (remoteJid == null || !isGroup(remoteJid)) {
            return Optional.empty();
        }
        return party(jids(key, "participant", "participantAlt", "participantPn", "participantLid"), name, null);
    }

    /** A person or group by all the JIDs known of them. */
    static Optional<Party> party(List<String> jids, @Nullable String name, @Nullable String pictureUrl) {
        Map<ContactAddress, String> found = new LinkedHashMap<>();
        jids.stream()
                .map(Parties::canonical)
                .forEach(jid -> WhatsAppAddress.ofJid(jid).ifPresent(address -> found.putIfAbsent(address, jid)));
        List<ContactAddress> addresses = found.keySet().stream()
                .sorted(Comparator.comparing(address -> address.kind() != Kind.PHONE))
                .toList();
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        String replyTo = found.getOrDefault(addresses.get(0), "");
        return Optional.of(new Party(addresses, replyTo, name, pictureUrl));
    }

    /** A display name somebody chose; digits stand for a missing one, and "Você" is what Evolution calls ourselves. */
    static @Nullable String name(JsonNode pushName) {
        String name = text(pushName);
        return name == null || NO_NAME.matcher(name.strip()).matches() ? null : name.strip();
    }

    static boolean isGroup(String jid) {
        return canonical(jid).endsWith("@g.us");
    }

    /** Lower case, without the device; bare numbers, as the {@code EVOLUTION} channel echoes them, become JIDs. */
    private static String canonical(String jid) {
        String clean = DEVICE.matcher(jid.strip().toLowerCase(Locale.ROOT)).replaceFirst("@");
        if (clean.contains("@")) {
            return clean;
        }
        String digits = clean.replaceAll("\\D", "");
        return digits + (digits.length() >= GROUP_DIGITS ? "@g.us" : "@s.whatsapp.net");
    }

    private static List<String> jids(JsonNode key, String... fields) {
        return new ArrayList<>(Stream.of(fields)
                .flatMap(field -> Stream.ofNullable(text(key.path(field))))
                .toList());
    }
}
