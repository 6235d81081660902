package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Settings.Addressing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does on a phone that an instance hears of.
 *
 * @param from digits of the other person, in the form WhatsApp has for them
 * @param name the name they show; null keeps the one they have
 * @param quoted id of the message replied to
 * @param group the group it is written in; null for the chat with that person
 * @param addressing null as the phone or the simulator has it
 * @param id WhatsApp's id; null makes one
 * @param at when it was written; null is now
 * @param fromMe whether it was written on the connected number's own phone, to that person
 */
public record Incoming(
        String from,
        @Nullable String name,
        Act act,
        @Nullable String quoted,
        @Nullable GroupName group,
        @Nullable Addressing addressing,
        @Nullable String id,
        @Nullable Instant at,
        boolean fromMe) {

    /**
     * A business card.
     *
     * @param waid digits on WhatsApp; null takes those of the phone
     */
    public record Card(
            String name,
            String phone,
            @Nullable String waid,
            @Nullable String organization) {}

    /** A group by address and subject. */
    public record GroupName(String jid, String subject) {}

    /** What is done. */
    public sealed interface Act {

        /** Writes. */
        record Text(String text) implements Act {}

        /**
         * Sends a file.
         *
         * @param base64 null takes a small sample
         * @param mimetype null as is usual for the kind
         */
        record Media(
                MediaKind kind,
                @Nullable String base64,
                @Nullable String mimetype,
                @Nullable String fileName,
                @Nullable String caption,
                int seconds)
                implements Act {}

        /** Shares a place. */
        record Location(
                double latitude,
                double longitude,
                @Nullable String name,
                @Nullable String address) implements Act {}

        /** Shares people. */
        record Contacts(List<Card> cards) implements Act {}

        /** Reacts to a message; empty takes the reaction back. */
        record Reaction(String messageId, String emoji) implements Act {}

        /** Changes the text of an own message. */
        record Edit(String messageId, String text) implements Act {}

        /** Deletes an own message for everyone. */
        record Delete(String messageId) implements Act {}

        /** Sends what is given, whatever it is. */
        record Raw(String messageType, ObjectNode message) implements Act {}
    }

    /** What kind of file. */
    public enum MediaKind {
        IMAGE,
        VIDEO,
        AUDIO,
        VOICE,
        DOCUMENT,
        STICKER
    }

    public static Incoming of(String from, @Nullable String name, Act act) {
        return new Incoming(from, name, act, null, null, null, null, null, false);
    }

    public static Incoming text(String from, @Nullable String name, String text) {
        return of(from, name, new Act.Text(text));
    }

    /** A small sample of this kind. */
    public static Incoming media(String from, @Nullable String name, MediaKind kind, @Nullable String caption) {
        return of(from, name, new Act.Media(kind, null, null, null, caption, 3));
    }

    public Incoming quoting(@Nullable String messageId) {
        return new Incoming(from, name, act, messageId, group, addressing, id, at, fromMe);
    }

    public Incoming inGroup(@Nullable GroupName where) {
        return new Incoming(from, name, act, quoted, where, addressing, id, at, fromMe);
    }

    public Incoming addressed(@Nullable Addressing how) {
        return new Incoming(from, name, act, quoted, group, how, id, at, fromMe);
    }

    public Incoming withId(@Nullable String messageId) {
        return new Incoming(from, name, act, quoted, group, addressing, messageId, at, fromMe);
    }

    public Incoming at(@Nullable Instant when) {
        return new Incoming(from, name, act, quoted, group, addressing, id, when, fromMe);
    }

    public Incoming fromMe(boolean mine) {
        return new Incoming(from, name, act, quoted, group, addressing, id, at, mine);
    }
}
