package io.parley.store.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.store.Attributes;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Values;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.NewInbox;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/** What an inbox's row is told, valid; absent is what stays or has a default. */
record InboxFields(
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable EvolutionChannel evolution,
        @Nullable EmailChannel email,
        @Nullable WebchatChannel webchat,
        @Nullable Boolean ignoreGroups,
        @Nullable Boolean greetingEnabled,
        @Nullable String greetingMessage,
        @Nullable Boolean businessHoursEnabled,
        @Nullable String awayMessage,
        @Nullable String timeZone,
        @Nullable List<InboxRules.OpeningHours> businessHours,
        @Nullable Boolean enableAutoAssignment,
        @Nullable JsonNode extraSettings) {

    private static final int MAX_NAME = 255;
    private static final int MAX_REPLY = 4_096;

    InboxFields {
        if (name != null) {
            name = name.strip();
            if (name.isEmpty()) {
                throw new Invalid("name", "Name can't be blank");
            }
            if (name.length() > MAX_NAME) {
                throw new Invalid("name", "Name is too long (maximum is %d characters)".formatted(MAX_NAME));
            }
        }
        requireReply(greetingMessage, "greeting_message", "Greeting message");
        requireReply(awayMessage, "out_of_office_message", "Out of office message");
        requireZone(timeZone);
        requireChannel(evolution);
        requireMailbox(email);
    }

    static InboxFields of(NewInbox inbox) {
        boolean isWhatsApp = inbox.channel() == Channel.WHATSAPP;
        if (isWhatsApp != (inbox.evolution() != null)) {
            throw new Invalid(
                    "channel",
                    isWhatsApp
                            ? "A WhatsApp inbox needs the address, key and instance of its Evolution API"
                            : "Only a WhatsApp inbox has an Evolution API");
        }
        requireKind(inbox.channel(), inbox.email(), Channel.EMAIL, "An e-mail inbox, and no other, has a mailbox");
        if ((inbox.channel() == Channel.WEBCHAT) != (inbox.webchat() != null)) {
            throw new Invalid("channel", "A web-chat inbox has a widget, and no other inbox has one");
        }
        return new InboxFields(
                inbox.name(),
                null,
                inbox.evolution(),
                inbox.email(),
                inbox.webchat(),
                inbox.ignoreGroups(),
                inbox.greetingEnabled(),
                inbox.greetingMessage(),
                inbox.businessHoursEnabled(),
                inbox.awayMessage(),
                inbox.timeZone(),
                inbox.businessHours(),
                inbox.enableAutoAssignment(),
                inbox.extraSettings());
    }

    static InboxFields of(Channel channel, InboxChange change) {
        if (change.evolution() != null && channel != Channel.WHATSAPP) {
            throw new Invalid("channel", "Only a WhatsApp inbox has an Evolution API");
        }
        if (change.email() != null && channel != Channel.EMAIL) {
            throw new Invalid("channel", "Only an e-mail inbox has a mailbox");
        }
        if (change.webchat() != null && channel != Channel.WEBCHAT) {
            throw new Invalid("channel", "Only a web-chat inbox has a widget");
        }
        return new InboxFields(
                change.name(),
                change.enabled(),
                change.evolution(),
                change.email(),
                change.webchat(),
                change.ignoreGroups(),
                change.greetingEnabled(),
                change.greetingMessage(),
                change.businessHoursEnabled(),
                change.awayMessage(),
                change.timeZone(),
                change.businessHours(),
                change.enableAutoAssignment(),
                change.extraSettings());
    }

    /** For the statements that name all of them. */
    GenericExecuteSpec bind(GenericExecuteSpec statement) {
        return statement
                .bind("name", Values.orNull(name))
                .bind("enabled", Values.orNull(enabled, Boolean.class))
                .bind("channelSettings", Values.orNull(channelSettings()))
                .bind("ignoreGroups", Values.orNull(ignoreGroups, Boolean.class))
                .bind("greetingEnabled", Values.orNull(greetingEnabled, Boolean.class))
                .bind("greetingMessage", Values.orNull(greetingMessage))
                .bind("businessHoursEnabled", Values.orNull(businessHoursEnabled, Boolean.class))
                .bind("awayMessage", Values.orNull(awayMessage))
                .bind("timeZone", Values.orNull(timeZone))
                .bind("businessHours", Values.orNull(businessHours == null ? null : json(businessHours)))
                .bind("enableAutoAssignment", Values.orNull(enableAutoAssignment, Boolean.class))
                .bind("extraSettings", Attributes.json(extraSettings, "extra_settings"));
    }

    private @Nullable String channelSettings() {
        Object settings = evolution != null ? evolution : email != null ? email : webchat;
        return settings == null ? null : json(settings);
    }

    private static void requireKind(Channel channel, @Nullable Object settings, Channel theirs, String sentence) {
        if ((channel == theirs) != (settings != null)) {
            throw new Invalid("channel", sentence);
        }
    }

    private static void requireMailbox(@Nullable EmailChannel email) {
        if (email != null && !email.address().matches("[^\\s@<>]{1,64}@[^\\s@<>]{1,255}")) {
            throw new Invalid("email", "Email is not an address");
        }
        if (email != null && (email.maxBytes() < 1 || email.messagesPerMinute() < 1)) {
            throw new Invalid("email", "Limits of a mailbox must be 1 or more");
        }
    }

    private static String json(Object value) {
        return new String(ContractJson.write(value), StandardCharsets.UTF_8);
    }

    private static void requireReply(@Nullable String reply, String attribute, String label) {
        if (reply != null && reply.length() > MAX_REPLY) {
            throw new Invalid(attribute, "%s is too long (maximum is %d characters)".formatted(label, MAX_REPLY));
        }
    }

    private static void requireZone(@Nullable String timeZone) {
        try {
            if (timeZone != null) {
                ZoneId.of(timeZone);
            }
        } catch (DateTimeException e) {
            throw new Invalid("timezone", "Timezone is invalid");
        }
    }

    private static void requireChannel(@Nullable EvolutionChannel evolution) {
        if (evolution != null && (evolution.instance().isBlank() || evolution.messagesPerSecond() < 1)) {
            throw new Invalid("instance", "Instance needs a name and a rate of at least one message a second");
        }
    }
}
