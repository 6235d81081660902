package io.parley.agentgateway.api.client;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.client.ClientJson.ClientContactJson;
import io.parley.agentgateway.api.client.ClientJson.ClientConversationJson;
import io.parley.agentgateway.api.client.ClientJson.ClientInboxJson;
import io.parley.agentgateway.api.client.ClientJson.ClientMessageJson;
import io.parley.agentgateway.api.client.ClientJson.ContactRowJson;
import io.parley.agentgateway.files.Uploads;
import io.parley.agentgateway.presence.Typing;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.store.StoreFailure;
import io.parley.store.client.Clients;
import io.parley.store.client.Clients.Client;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.message.Messages.NewFile;
import io.parley.store.message.Messages.NewMessage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What customers' own programs do through an API inbox. Who knows a contact's source id is that contact. */
@RestController
@RequestMapping("/public/api/v1/inboxes/{inbox_identifier}")
@Tag(name = "Public client API")
class ClientController {

    private static final String CONTACT = "/contacts/{contact}";
    private static final String CONVERSATION = CONTACT + "/conversations/{conversation}";

    private final Clients clients;
    private final ClientKeys keys;
    private final ClientJson json;
    private final Uploads uploads;
    private final Typing typing;

    ClientController(Clients clients, ClientKeys keys, ClientJson json, Uploads uploads, Typing typing) {
        this.clients = clients;
        this.keys = keys;
        this.json = json;
        this.uploads = uploads;
        this.typing = typing;
    }

    @GetMapping
    @Operation(summary = "The inbox as its customers may know it")
    Mono<ClientInboxJson> inbox(@PathVariable("inbox_identifier") String inbox) {
        return clients.inbox(inbox).map(json::inbox);
    }

    @PostMapping("/contacts")
    @Operation(
            summary = "Become a contact, or the one who has that identifier, e-mail or phone already",
            description =
                    "identifier_hash: lower-case hex HMAC-SHA256 of identifier with the inbox's hmac_token. Without it, one who"
                            + " was a contact before is told nothing of what is known of them.")
    @Takes({
        "source_id",
        "identifier",
        "identifier_hash",
        "email",
        "name",
        "phone_number",
        "avatar_url",
        "custom_attributes: object"
    })
    Mono<ClientContactJson> enter(@PathVariable("inbox_identifier") String identifier, Parameters in) {
        return clients.inbox(identifier)
                .flatMap(inbox -> clients.enter(
                        inbox,
                        new NewContact(
                                inbox.inbox().id(),
                                in.word("source_id"),
                                in.word("name"),
                                in.word("email"),
                                in.word("phone_number"),
                                in.word("identifier"),
                                in.word("avatar_url"),
                                null,
                                in.object("custom_attributes"),
                                null),
                        isVouchedFor(inbox, in.word("identifier"), in, isMandatory(inbox))))
                .map(json::contact);
    }

    @GetMapping(CONTACT)
    @Operation(summary = "Myself")
    Mono<ClientContactJson> contact(
            @PathVariable("inbox_identifier") String inbox, @PathVariable("contact") String sourceId) {
        return client(inbox, sourceId).map(json::contact);
    }

    @UpdateMapping(CONTACT)
    @Operation(summary = "Change what is known of me")
    @Takes({"identifier_hash", "email", "name", "phone_number", "avatar_url", "custom_attributes: object"})
    Mono<ContactRowJson> change(
            @PathVariable("inbox_identifier") String inbox, @PathVariable("contact") String sourceId, Parameters in) {
        ContactChange change = new ContactChange(
                in.clearable("name"),
                in.clearable("email"),
                in.clearable("phone_number"),
                null,
                in.clearable("avatar_url"),
                null,
                in.object("custom_attributes"),
                null);
        return client(inbox, sourceId)
                .flatMap(client -> clients.update(
                        client,
                        change,
                        isVouchedFor(
                                client.inbox(),
                                client.contact().identifier(),
                                in,
                                isMandatory(client.inbox()) && !client.verified())))
                .map(json::row);
    }

    @GetMapping(CONTACT + "/conversations")
    @Operation(summary = "My newest 20 conversations")
    Mono<List<ClientConversationJson>> conversations(
            @PathVariable("inbox_identifier") String inbox, @PathVariable("contact") String sourceId) {
        return client(inbox, sourceId)
                .flatMap(client -> clients.conversations(client)
                        .map(talks -> talks.stream()
                                .map(talk -> json.conversation(client, talk))
                                .toList()));
    }

    @PostMapping(CONTACT + "/conversations")
    @Operation(summary = "My open conversation, or a new one")
    @Takes("custom_attributes: object")
    Mono<ClientConversationJson> open(
            @PathVariable("inbox_identifier") String inbox, @PathVariable("contact") String sourceId, Parameters in) {
        return client(inbox, sourceId)
                .flatMap(client -> clients.open(client, in.object("custom_attributes"))
                        .map(talk -> json.conversation(client, talk)));
    }

    @GetMapping(CONVERSATION)
    @Operation(summary = "One of my conversations, with its newest 20 messages")
    Mono<ClientConversationJson> conversation(
            @PathVariable("inbox_identifier") String inbox,
            @PathVariable("contact") String sourceId,
            @PathVariable("conversation") int displayId) {
        return client(inbox, sourceId)
                .flatMap(
                        client -> clients.conversation(client, displayId).map(talk -> json.conversation(client, talk)));
    }

    @PostMapping(CONVERSATION + "/toggle_status")
    @Operation(summary = "End a conversation: it is resolved, and stays so when asked again")
    Mono<ClientConversationJson> resolve(
            @PathVariable("inbox_identifier") String inbox,
            @PathVariable("contact") String sourceId,
            @PathVariable("conversation") int displayId) {
        return client(inbox, sourceId)
                .flatMap(client -> clients.resolve(client, displayId).map(talk -> json.conversation(client, talk)));
    }

    @PostMapping(CONVERSATION + "/toggle_typing")
    @Operation(summary = "I am typing, or no longer: typing_status is on or off")
    @Takes("typing_status")
    Mono<Void> type(
            @PathVariable("inbox_identifier") String inbox,
            @PathVariable("contact") String sourceId,
            @PathVariable("conversation") int displayId,
            Parameters in) {
        boolean on = !"off".equals(in.word("typing_status"));
        return client(inbox, sourceId)
                .flatMap(client -> clients.conversation(client, displayId)
                        .then(typing.announce(client.inbox().inbox().id(), client.sourceId(), on)));
    }

    @PostMapping(CONVERSATION + "/update_last_seen")
    @Operation(summary = "I have seen everything that was sent to me")
    Mono<Void> see(
            @PathVariable("inbox_identifier") String inbox,
            @PathVariable("contact") String sourceId,
            @PathVariable("conversation") int displayId) {
        return client(inbox, sourceId).flatMap(client -> clients.see(client, displayId));
    }

    @GetMapping(CONVERSATION + "/messages")
    @Operation(summary = "The newest 20 messages, or those before one; oldest first")
    @Takes("before: number")
    Mono<List<ClientMessageJson>> messages(
            @PathVariable("inbox_identifier") String inbox,
            @PathVariable("contact") String sourceId,
            @PathVariable("conversation") int displayId,
            Parameters in) {
        return client(inbox, sourceId)
                .flatMap(client -> clients.messages(client, displayId, in.id("before", MessageId::new)))
                .map(found -> found.stream().map(json::message).toList());
    }

    @PostMapping(CONVERSATION + "/messages")
    @Operation(
            summary = "Say something",
            description =
                    "As JSON, or as multipart/form-data with files in attachments[]. The same echo_id with the same words is the"
                            + " same message: it may be sent again when no answer came.")
    @Takes({"content", "echo_id", "attachments: files", "content_attributes: object"})
    Mono<ClientMessageJson> say(
            @PathVariable("inbox_identifier") String inbox,
            @PathVariable("contact") String sourceId,
            @PathVariable("conversation") int displayId,
            Parameters in) {
        if (in.has("attachments")) {
            throw new BadInput("attachments must be files, sent as multipart/form-data in attachments[]");
        }
        return client(inbox, sourceId)
                // before their files are stored
                .delayUntil(client -> clients.conversation(client, displayId))
                .flatMap(client -> uploads.use(
                        in.files("attachments"),
                        false,
                        files -> clients.say(client, displayId, message(client, in, files))))
                .onErrorMap(StoreFailure.Invalid.class, e -> new BadInput(String.valueOf(e.getMessage())))
                .map(json::created);
    }

    private static NewMessage message(Client client, Parameters in, List<NewFile> files) {
        String echoId = in.word("echo_id");
        return new NewMessage(
                Direction.INCOMING,
                in.word("content") == null ? null : in.text("content"),
                null,
                false,
                files,
                in.inside("content_attributes").id("in_reply_to", MessageId::new),
                null,
                echoId == null ? null : "client:" + client.placeId() + ":" + echoId,
                echoId,
                null);
    }

    private Mono<Client> client(String inbox, String sourceId) {
        return clients.inbox(inbox).flatMap(found -> clients.find(found, sourceId));
    }

    private static boolean isMandatory(InboxDetails inbox) {
        return inbox.extraSettings().path("hmac_mandatory").asBoolean(false);
    }

    private boolean isVouchedFor(InboxDetails inbox, @Nullable String identifier, Parameters in, boolean mandatory) {
        String hash = in.word("identifier_hash");
        if (hash == null && !mandatory) {
            return false;
        }
        if (hash == null || identifier == null || !keys.vouches(inbox, identifier, hash)) {
            throw new HashRefused();
        }
        return true;
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.UNAUTHORIZED)
    Map<String, String> refused(HashRefused refused) {
        return Map.of("error", String.valueOf(refused.getMessage()));
    }
}
