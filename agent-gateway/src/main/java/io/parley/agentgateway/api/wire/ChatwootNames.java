package io.parley.agentgateway.api.wire;

import io.parley.contract.Channel;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.store.agent.Availability;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Chatwoot's API calls the values of the contract's enumerations. */
public final class ChatwootNames {

    private ChatwootNames() {}

    public static String channelType(Channel channel) {
        return switch (channel) {
            case WHATSAPP -> "Channel::Whatsapp";
            case EMAIL -> "Channel::Email";
            case WEBCHAT -> "Channel::WebWidget";
            case API -> "Channel::Api";
        };
    }

    static @Nullable String provider(Channel channel) {
        return switch (channel) {
            case WHATSAPP -> "evolution";
            case EMAIL, WEBCHAT, API -> null;
        };
    }

    static int messageType(Direction direction) {
        return switch (direction) {
            case INCOMING -> 0;
            case OUTGOING -> 1;
            case ACTIVITY -> 2;
            case TEMPLATE -> 3;
        };
    }

    /** Chatwoot knows no message that is only accepted: it calls it sent from the start. */
    static String messageStatus(DeliveryStatus status) {
        return switch (status) {
            case ACCEPTED, SENT -> "sent";
            case DELIVERED -> "delivered";
            case READ -> "read";
            case FAILED -> "failed";
        };
    }

    static String fileType(MediaKind kind) {
        return switch (kind) {
            case IMAGE, STICKER -> "image";
            case VIDEO -> "video";
            case AUDIO, VOICE -> "audio";
            case DOCUMENT -> "file";
        };
    }

    static String role(boolean administrator) {
        return administrator ? "administrator" : "agent";
    }

    /** What a connected browser says counts; without one, an agent who goes offline by themselves is offline. */
    static String shownAvailability(Optional<Availability> online, Availability said, boolean autoOffline) {
        return online.orElse(autoOffline ? Availability.OFFLINE : said).wireName();
    }
}
