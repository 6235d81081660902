package io.parley.outbound.channel.whatsapp;

import io.parley.evolution.EvolutionFailure;
import io.parley.evolution.SendResult;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.outbound.channel.SendOutcome.Refused;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in the hub's words what Evolution's answers mean: for the agent, and for what is tried next. */
final class Verdicts {

    private final WhatsAppProperties properties;

    Verdicts(WhatsAppProperties properties) {
        this.properties = properties;
    }

    SendOutcome on(SendResult result) {
        return switch (result) {
            case SendResult.Sent sent ->
                new SendOutcome.Sent(sent.id(), sent.remoteJid().isEmpty() ? null : sent.remoteJid());
            case SendResult.Unknown unknown -> new SendOutcome.Unknown(unknown.reason());
            case SendResult.Rejected rejected -> on(rejected);
        };
    }

    private SendOutcome on(SendResult.Rejected rejected) {
        String reason = rejected.reason();
        return switch (rejected.kind()) {
            case INVALID_REQUEST -> new Refused("Evolution API refused the message: " + reason);
            case NOT_ON_WHATSAPP -> new Refused("this number is not on WhatsApp");
            case REFUSED_BY_WHATSAPP -> new Refused("WhatsApp refused the message: " + reason);
            case FORBIDDEN -> new Refused("Evolution API does not allow this inbox to send: " + reason);
            case NOT_FOUND -> new Refused("Evolution API does not know the instance of this inbox: " + reason);
            case UNAUTHORIZED -> lockedOut("Evolution API does not accept the key of this inbox");
            case LICENSE_REQUIRED -> lockedOut("Evolution API waits for its licence to be activated");
            case NOT_CONNECTED -> pause("this number is not connected to WhatsApp", properties.pauseWhenDisconnected());
            case RATE_LIMITED ->
                waitAsAsked("too many messages", rejected.retryAfter(), Obstacle.MESSAGE, properties.waitWhenBusy());
            case UNAVAILABLE ->
                waitAsAsked(
                        "Evolution API cannot be reached",
                        rejected.retryAfter(),
                        Obstacle.SERVER,
                        properties.waitWhenUnreachable());
        };
    }

    /** The inbox is not what it should be, and somebody must see to it. */
    SendOutcome lockedOut(String reason) {
        return pause(reason, properties.pauseWhenLockedOut());
    }

    /** Nothing was asked of Evolution at all. */
    SendOutcome on(Unsendable cannot) {
        return cannot.isPassing()
                ? new NotNow(Obstacle.MESSAGE, cannot.reason(), properties.waitWhenUnreachable())
                : new Refused(cannot.reason());
    }

    /** For what is not a message: nothing when it is done. */
    static @Nullable ChannelTrouble troubleWith(SendResult result) {
        return switch (result) {
            case SendResult.Sent sent -> null;
            case SendResult.Unknown unknown -> new ChannelTrouble("no clear answer", true);
            case SendResult.Rejected rejected ->
                new ChannelTrouble(nameOf(rejected.kind()), rejected.kind() == SendResult.Kind.UNAVAILABLE);
        };
    }

    static ChannelTrouble troubleWith(EvolutionFailure failure) {
        boolean passing = switch (failure.kind()) {
            case UNREACHABLE, TIMED_OUT, SERVER_ERROR, RATE_LIMITED -> true;
            case NOT_CONNECTED,
                    LICENSE_REQUIRED,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    NOT_FOUND,
                    INVALID_REQUEST,
                    NOT_EVOLUTION,
                    TOO_LARGE -> false;
        };
        return new ChannelTrouble(nameOf(failure.kind()), passing);
    }

    /** A server that says how long means everybody. */
    private static SendOutcome waitAsAsked(
            String reason, @Nullable Duration asked, Obstacle otherwise, Duration waitOtherwise) {
        return asked == null ? new NotNow(otherwise, reason, waitOtherwise) : new NotNow(Obstacle.INBOX, reason, asked);
    }

    private static SendOutcome pause(String reason, Duration wait) {
        return new NotNow(Obstacle.INBOX, reason, wait);
    }

    private static String nameOf(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
