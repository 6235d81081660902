package io.parley.agentgateway.api.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.agentgateway.api.wire.AttachmentJson;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.MessageJson;
import io.parley.agentgateway.api.wire.SenderJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.api.wire.WireTime;
import io.parley.agentgateway.api.wire.WorkingHoursJson;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.message.MessageView;
import io.parley.store.client.Clients.Client;
import io.parley.store.client.Clients.Talk;
import io.parley.store.inbox.Inboxes.InboxDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes what clients may see in Chatwoot's words. */
@Component
class ClientJson {

    private final ChatwootJson chatwoot;

    ClientJson(ChatwootJson chatwoot) {
        this.chatwoot = chatwoot;
    }

    ClientInboxJson inbox(InboxDetails inbox) {
        JsonNode extra = inbox.extraSettings();
        return new ClientInboxJson(
                inbox.identifier(),
                extra.path("hmac_mandatory").asBoolean(false),
                inbox.inbox().name(),
                inbox.rules().timeZone().getId(),
                WorkingHoursJson.week(inbox.rules().businessHours()),
                inbox.rules().businessHoursEnabled(),
                extra.path("csat_survey_enabled").asBoolean(false),
                inbox.greetingEnabled());
    }

    ClientContactJson contact(Client client) {
        ContactView contact = client.contact();
        boolean shown = client.knowsContact();
        return new ClientContactJson(
                client.sourceId(),
                null,
                contact.id().value(),
                shown ? contact.name() : null,
                shown ? contact.email() : null,
                shown ? contact.phone() : null);
    }

    /** Who only claims to be somebody is told nothing of them. */
    ContactRowJson row(Client client) {
        ContactView contact = client.contact();
        boolean shown = client.knowsContact();
        return new ContactRowJson(
                contact.id().value(),
                shown ? contact.name() : null,
                shown ? contact.email() : null,
                shown ? contact.phone() : null,
                contact.accountId().value(),
                WireTime.isoOrNull(contact.createdAt()),
                null,
                shown ? contact.additionalAttributes() : JsonNodeFactory.instance.objectNode(),
                shown ? contact.identifier() : null,
                shown ? contact.customAttributes() : JsonNodeFactory.instance.objectNode(),
                WireTime.isoOrNull(contact.lastActivityAt()),
                "lead",
                "",
                "",
                "",
                "",
                contact.blocked(),
                null);
    }

    ClientConversationJson conversation(Client client, Talk talk) {
        ConversationView conversation = talk.conversation();
        return new ClientConversationJson(
                conversation.displayId(),
                conversation.uuid().toString(),
                conversation.inboxId().value(),
                WireTime.seconds(conversation.contactLastSeenAt()),
                conversation.status().wireName(),
                WireTime.seconds(conversation.agentLastSeenAt()),
                talk.messages().stream().map(this::message).toList(),
                row(client));
    }

    ClientMessageJson message(MessageView message) {
        return of(chatwoot.message(message, null));
    }

    /** With the client's own id. */
    ClientMessageJson created(MessageView message) {
        return of(chatwoot.createdMessage(message, null));
    }

    private static ClientMessageJson of(MessageJson message) {
        return new ClientMessageJson(
                message.id(),
                message.content(),
                message.messageType(),
                message.contentType(),
                message.contentAttributes(),
                message.createdAt(),
                message.conversationId(),
                message.echoId(),
                message.attachments(),
                message.sender());
    }

    /** An inbox as its customers may know it. */
    @Wire
    record ClientInboxJson(
            String identifier,
            boolean identityValidationEnabled,
            String name,
            String timezone,
            List<WorkingHoursJson> workingHours,
            boolean workingHoursEnabled,
            boolean csatSurveyEnabled,
            boolean greetingEnabled) {}

    /**
     * A contact as they know themselves.
     *
     * @param pubsubToken there is no stream for clients: what they are to be told goes to the inbox's webhook
     */
    @Wire
    record ClientContactJson(
            String sourceId,
            @Nullable String pubsubToken,
            int id,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phoneNumber) {}

    /** A contact as Chatwoot's table has them; what the hub does not keep is empty. */
    @Wire
    record ContactRowJson(
            int id,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phoneNumber,
            int accountId,
            @Nullable String createdAt,
            @Nullable String updatedAt,
            JsonNode additionalAttributes,
            @Nullable String identifier,
            JsonNode customAttributes,
            @Nullable String lastActivityAt,
            String contactType,
            String middleName,
            String lastName,
            String location,
            String countryCode,
            boolean blocked,
            @Nullable Integer companyId) {}

    /** A conversation as its contact may see it. */
    @Wire
    record ClientConversationJson(
            int id,
            String uuid,
            int inboxId,
            long contactLastSeenAt,
            String status,
            long agentLastSeenAt,
            List<ClientMessageJson> messages,
            ContactRowJson contact) {}

    /** A message as its contact may see it. */
    @Wire
    record ClientMessageJson(
            int id,
            @Nullable String content,
            int messageType,
            String contentType,
            JsonNode contentAttributes,
            long createdAt,
            int conversationId,
            @Wire.Optional @Nullable String echoId,
            @Wire.Optional @Nullable List<AttachmentJson> attachments,
            @Wire.Optional @Nullable SenderJson sender) {}
}
