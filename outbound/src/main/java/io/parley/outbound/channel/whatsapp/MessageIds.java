package io.parley.outbound.channel.whatsapp;

import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.OutgoingPart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The WhatsApp id a part gets where the server lets us choose: the same for every attempt. */
final class MessageIds {

    /** What WhatsApp's own web client begins its ids with. */
    private static final String PREFIX = "3EB0";

    private static final int DIGITS = 18;

    private MessageIds() {}

    static String of(OutgoingPart part) {
        Outbound.Send message = part.message();
        // The time too: message numbers begin anew in a new database, WhatsApp's memory does not.
        String name = "%s/%s/%s/%d/%s"
                .formatted(
                        message.accountId(), message.inboxId(), message.messageId(), part.index(), message.createdAt());
        return PREFIX + HexFormat.of().withUpperCase().formatHex(sha256(name)).substring(0, DIGITS);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
