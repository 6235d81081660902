package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxView;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.store.inbox.Inboxes.InboxDetails;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An inbox in REST form. Keys of other channels are {@code null}; keys below {@code provider} are absent in inboxes of
 * other channels, and those with secrets for everyone but administrators.
 *
 * @param callbackWebhookUrl where the provider has to send its webhooks; it holds a secret
 * @param connection beyond Chatwoot: whether the number is connected, and the QR code to scan
 * @param ignoreGroups beyond Chatwoot
 * @param sendReadMarks beyond Chatwoot: whether contacts learn that their messages were read
 * @param enabled beyond Chatwoot
 */
@Wire
public record InboxJson(
        int id,
        String avatarUrl,
        int channelId,
        String name,
        String channelType,
        boolean greetingEnabled,
        @Nullable String greetingMessage,
        boolean workingHoursEnabled,
        boolean enableEmailCollect,
        boolean csatSurveyEnabled,
        JsonNode csatConfig,
        boolean enableAutoAssignment,
        JsonNode autoAssignmentConfig,
        @Nullable String outOfOfficeMessage,
        List<WorkingHoursJson> workingHours,
        List<HolidayJson> holidays,
        String timezone,
        @Nullable String callbackWebhookUrl,
        boolean allowMessagesAfterResolved,
        boolean lockToSingleConversation,
        String senderNameType,
        @Nullable String businessName,
        @Nullable String allowedDomains,
        @Nullable String widgetColor,
        @Nullable String websiteUrl,
        @Nullable Boolean hmacMandatory,
        @Nullable String welcomeTitle,
        @Nullable String welcomeTagline,
        @Nullable String webWidgetScript,
        @Nullable String websiteToken,
        @Nullable JsonNode selectedFeatureFlags,
        @Nullable String replyTime,
        @Nullable String messagingServiceSid,
        @Nullable String phoneNumber,
        @Nullable String provider,
        @Wire.Optional @Nullable String secret,
        @Wire.Optional @Nullable String hmacToken,
        @Wire.Optional @Nullable String webhookUrl,
        @Wire.Optional @Nullable String inboxIdentifier,
        @Wire.Optional @Nullable JsonNode additionalAttributes,
        @Wire.Optional @Nullable List<Object> messageTemplates,
        @Wire.Optional @Nullable ProviderConfigJson providerConfig,
        @Wire.Optional @Nullable Boolean reauthorizationRequired,
        @Wire.Optional @Nullable ConnectionJson connection,
        @JsonUnwrapped @Nullable MailboxJson mailbox,
        @JsonUnwrapped @Nullable WidgetJson widget,
        boolean ignoreGroups,
        boolean sendReadMarks,
        boolean enabled) {

    /** Without secrets. */
    public static InboxJson forAgent(InboxDetails details, URI frontendUrl) {
        return of(details, false, null, null, frontendUrl);
    }

    /**
     * @param webhook where the provider has to send its webhooks, when it has to
     * @param hmacToken the key a site vouches for its visitors with, which makes their {@code identifier_hash}
     */
    public static InboxJson forAdministrator(
            InboxDetails details, @Nullable URI webhook, @Nullable String hmacToken, URI frontendUrl) {
        return of(details, true, webhook, hmacToken, frontendUrl);
    }

    private static InboxJson of(
            InboxDetails details,
            boolean administrator,
            @Nullable URI webhook,
            @Nullable String hmacToken,
            URI frontendUrl) {
        WebchatChannel widget = details.webchat();
        InboxView inbox = details.inbox();
        JsonNode extra = details.extraSettings();
        boolean api = inbox.channel() == Channel.API;
        boolean whatsApp = inbox.channel() == Channel.WHATSAPP;
        return new InboxJson(
                inbox.id().value(),
                "",
                inbox.id().value(),
                inbox.name(),
                ChatwootNames.channelType(inbox.channel()),
                details.greetingEnabled(),
                details.greetingMessage(),
                details.rules().businessHoursEnabled(),
                extra.path("enable_email_collect").asBoolean(true),
                extra.path("csat_survey_enabled").asBoolean(false),
                object(extra.path("csat_config")),
                details.enableAutoAssignment(),
                object(extra.path("auto_assignment_config")),
                details.rules().awayMessage(),
                WorkingHoursJson.week(details.rules().businessHours()),
                details.rules().holidays().stream().map(HolidayJson::of).toList(),
                details.rules().timeZone().getId(),
                webhook == null ? null : webhook.toString(),
                extra.path("allow_messages_after_resolved").asBoolean(true),
                extra.path("lock_to_single_conversation").asBoolean(false),
                extra.path("sender_name_type").asText("friendly"),
                extra.path("business_name").asText(null),
                widget == null ? null : String.join(",", widget.allowedDomains()),
                widget == null ? null : Objects.requireNonNullElse(widget.widgetColor(), "#1f93ff"),
                widget == null ? null : widget.websiteUrl(),
                widget != null
                        ? Boolean.valueOf(widget.hmacMandatory())
                        : api ? extra.path("hmac_mandatory").asBoolean(false) : null,
                widget == null ? null : widget.welcomeTitle(),
                widget == null ? null : widget.welcomeTagline(),
                widget == null ? null : WidgetJson.snippet(widget, frontendUrl),
                widget == null ? null : widget.websiteToken(),
                widget == null ? null : features(widget),
                widget == null ? null : Objects.requireNonNullElse(widget.replyTime(), "in_a_few_minutes"),
                null,
                inbox.channel() == Channel.EMAIL ? null : inbox.address(),
                ChatwootNames.provider(inbox.channel()),
                api && administrator ? details.webhookSecret() : null,
                hmacToken,
                api ? extra.path("webhook_url").asText("") : null,
                api ? details.identifier() : null,
                api ? object(extra.path("additional_attributes")) : null,
                whatsApp ? List.of() : null,
                administrator ? ProviderConfigJson.of(details) : null,
                whatsApp ? inbox.connection() == ConnectionState.CLOSED : null,
                whatsApp || inbox.channel() == Channel.EMAIL ? ConnectionJson.of(inbox) : null,
                details.email() == null ? null : MailboxJson.of(details.email(), administrator),
                widget == null ? null : WidgetJson.of(details),
                details.rules().ignoreGroups(),
                extra.path("send_read_marks").asBoolean(true),
                inbox.enabled());
    }

    private static JsonNode features(WebchatChannel widget) {
        ArrayNode features = JsonNodeFactory.instance.arrayNode();
        (widget.features() == null ? List.of("attachments", "emoji_picker", "end_conversation") : widget.features())
                .forEach(features::add);
        return features;
    }

    private static JsonNode object(JsonNode node) {
        return node.isObject() ? node : JsonNodeFactory.instance.objectNode();
    }

    /** A day on which nobody is there (beyond Chatwoot). */
    @Wire
    public record HolidayJson(String date, @Nullable String name, boolean yearly) {
        static HolidayJson of(InboxRules.Holiday holiday) {
            return new HolidayJson(holiday.date().toString(), holiday.name(), holiday.yearly());
        }
    }

    /** How a WhatsApp number is reached; the key is never told. */
    @Wire
    public record ProviderConfigJson(
            String baseUrl, String instance, boolean headerSecretSet, boolean jwtKeySet, int messagesPerSecond) {

        static @Nullable ProviderConfigJson of(InboxDetails details) {
            EvolutionChannel evolution = details.evolution();
            if (evolution == null) {
                return null;
            }
            return new ProviderConfigJson(
                    evolution.baseUrl().toString(),
                    evolution.instance(),
                    evolution.headerSecretHash() != null,
                    evolution.sealedJwtKey() != null,
                    evolution.messagesPerSecond());
        }
    }

    /**
     * Whether a number is connected.
     *
     * @param state {@code unknown}, {@code connecting}, {@code open} or {@code closed}
     * @param qrCode a picture as a {@code data:} URL, fresh for 45 seconds after {@code changedAt}
     */
    @Wire
    public record ConnectionJson(
            String state,
            @Nullable String qrCode,
            @Nullable String pairingCode,
            @Nullable String address,
            @Nullable String reason,
            @Nullable String changedAt) {

        /** As an inbox shows it, also in streams. */
        public static ConnectionJson of(InboxView inbox) {
            return new ConnectionJson(
                    inbox.connection().wireName(),
                    inbox.qrCode(),
                    inbox.pairingCode(),
                    inbox.address(),
                    inbox.connectionReason(),
                    WireTime.isoOrNull(inbox.connectionChangedAt()));
        }
    }
}
