package io.parley.evolution;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of a send. */
public sealed interface SendResult {

    /**
     * Handed to WhatsApp. Not yet delivered: that, or its failure, comes as a receipt for {@code id}.
     *
     * @param id WhatsApp's id of the message, the one receipts, replies and deletions name
     * @param remoteJid the address WhatsApp resolved, which may differ from the number asked for
     * @param at when Evolution handed it over
     */
    record Sent(String id, String remoteJid, Instant at) implements SendResult {}

    /**
     * Refused, and certainly nothing left.
     *
     * @param retryAfter how long to wait at least before trying again; null when nobody said, or when it cannot help
     */
    record Rejected(Kind kind, String reason, @Nullable Duration retryAfter) implements SendResult {

        /** Whether the same request would be refused again. */
        public boolean permanent() {
            return kind.permanent();
        }
    }

    /** Nobody knows whether it left: repeating it may send it twice. */
    record Unknown(String reason) implements SendResult {}

    /** Why a send was refused. */
    enum Kind {
        /** The request itself is wrong, or this kind of instance cannot do it. */
        INVALID_REQUEST(true, false),
        /** The receiver has no WhatsApp account. */
        NOT_ON_WHATSAPP(true, false),
        /** WhatsApp's own Cloud API refused the message, for a reason that stays. */
        REFUSED_BY_WHATSAPP(true, false),
        /** The key is missing or wrong. */
        UNAUTHORIZED(true, true),
        /** The key is right and this is not allowed. */
        FORBIDDEN(true, true),
        /** No such instance, or no Evolution API at this address. */
        NOT_FOUND(true, true),
        /** The instance has no connection to WhatsApp now. */
        NOT_CONNECTED(false, true),
        /** Evolution 2.4 waits for its licence to be activated. */
        LICENSE_REQUIRED(false, true),
        /** Too many requests, here or at WhatsApp. */
        RATE_LIMITED(false, true),
        /** Evolution cannot be reached, or says that it cannot serve now. */
        UNAVAILABLE(false, true);

        private final boolean permanent;
        private final boolean ofTheInstance;

        Kind(boolean permanent, boolean ofTheInstance) {
            this.permanent = permanent;
            this.ofTheInstance = ofTheInstance;
        }

        /** Whether the same request would be refused again until somebody changes something. */
        public boolean permanent() {
            return permanent;
        }

        /** Whether every other message of this instance would meet the same, so that the whole number may pause. */
        public boolean ofTheInstance() {
            return ofTheInstance;
        }
    }
}
