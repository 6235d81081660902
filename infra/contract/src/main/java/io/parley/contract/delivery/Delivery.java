package io.parley.contract.delivery;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an outbound message. All but receipts answer one attempt of one release. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(name = "sent", value = Delivery.Sent.class),
    @Type(name = "failed", value = Delivery.Failed.class),
    @Type(name = "deferred", value = Delivery.Deferred.class),
    @Type(name = "unknown", value = Delivery.Unknown.class),
    @Type(name = "receipt", value = Delivery.Receipt.class)
})
public sealed interface Delivery {

    InboxId inboxId();

    Instant at();

    /**
     * The provider took it.
     *
     * @param sourceIds the provider's id of each part, the first one the message's own
     * @param address where it really went, in the provider's form
     */
    record Sent(
            InboxId inboxId,
            MessageId messageId,
            int attempt,
            List<String> sourceIds,
            @Nullable String address,
            Instant at)
            implements Delivery {
        public Sent {
            sourceIds = List.copyOf(sourceIds);
        }
    }

    /**
     * The provider refused for good; trying again cannot help unless an agent changes something.
     *
     * @param sourceIds the provider's ids of the parts that left before the one that was refused; absent means none
     */
    record Failed(
            InboxId inboxId,
            MessageId messageId,
            int attempt,
            String reason,
            Instant at,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> sourceIds)
            implements Delivery {
        public Failed {
            sourceIds = ofPartsSent(sourceIds);
        }

        public Failed(InboxId inboxId, MessageId messageId, int attempt, String reason, Instant at) {
            this(inboxId, messageId, attempt, reason, at, List.of());
        }
    }

    /**
     * This much of it did not leave the hub; the store releases it again when {@code until} has come.
     *
     * @param sourceIds as in {@link Failed}; those parts are not sent again
     */
    record Deferred(
            InboxId inboxId,
            MessageId messageId,
            int attempt,
            Instant until,
            String reason,
            Instant at,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> sourceIds)
            implements Delivery {
        public Deferred {
            sourceIds = ofPartsSent(sourceIds);
        }

        public Deferred(InboxId inboxId, MessageId messageId, int attempt, Instant until, String reason, Instant at) {
            this(inboxId, messageId, attempt, until, reason, at, List.of());
        }
    }

    /**
     * It may have left. Never sent again by itself: an echo, the provider's history or an agent decides.
     *
     * @param sourceIds as in {@link Failed}: what left for certain
     */
    record Unknown(
            InboxId inboxId,
            MessageId messageId,
            int attempt,
            String reason,
            Instant at,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> sourceIds)
            implements Delivery {
        public Unknown {
            sourceIds = ofPartsSent(sourceIds);
        }

        public Unknown(InboxId inboxId, MessageId messageId, int attempt, String reason, Instant at) {
            this(inboxId, messageId, attempt, reason, at, List.of());
        }
    }

    /** The provider's word on a message it has: sent, delivered, read or failed. May come before {@link Sent}. */
    record Receipt(
            InboxId inboxId,
            String sourceId,
            DeliveryStatus status,
            @Nullable String reason,
            Instant at) implements Delivery {}

    /** Writers that know nothing of it leave it out. */
    private static List<String> ofPartsSent(@Nullable List<String> sourceIds) {
        return sourceIds == null ? List.of() : List.copyOf(sourceIds);
    }
}
