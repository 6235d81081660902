package io.parley.agentgateway.api.inbox;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.client.ClientKeys;
import io.parley.agentgateway.api.wire.InboxJson;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.email.CheckMailbox;
import io.parley.agentgateway.whatsapp.ConnectWhatsApp;
import io.parley.agentgateway.whatsapp.ConnectWhatsApp.Settings;
import io.parley.agentgateway.whatsapp.Webhook;
import io.parley.contract.Channel;
import io.parley.contract.id.InboxId;
import io.parley.runtime.inbox.SecretBox;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.inbox.Inboxes;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The inboxes of an account. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/inboxes")
@Tag(name = "Inboxes")
class InboxController {

    private static final InboxChange NOTHING =
            new InboxChange(null, null, null, null, null, null, null, null, null, null, null, null);

    private final Inboxes inboxes;
    private final ConnectWhatsApp whatsApp;
    private final Webhook webhook;
    private final CheckMailbox checkMailbox;
    private final SecretBox secrets;
    private final ClientKeys clientKeys;
    private final URI frontendUrl;

    InboxController(
            Inboxes inboxes,
            ConnectWhatsApp whatsApp,
            Webhook webhook,
            CheckMailbox checkMailbox,
            SecretBox secrets,
            ClientKeys clientKeys,
            @Value("${parley.frontend-url:${FRONTEND_URL:http://localhost:3000}}") URI frontendUrl) {
        this.inboxes = inboxes;
        this.whatsApp = whatsApp;
        this.webhook = webhook;
        this.checkMailbox = checkMailbox;
        this.secrets = secrets;
        this.clientKeys = clientKeys;
        this.frontendUrl = frontendUrl;
    }

    @GetMapping
    @Operation(summary = "The inboxes I belong to, by name; all of them for administrators")
    Mono<Payload<List<InboxJson>>> list(Viewer viewer) {
        return inboxes.list(viewer).map(it -> json(viewer, it)).collectList().map(Payload::new);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One inbox, with its connection")
    Mono<InboxJson> show(Viewer viewer, @PathVariable InboxId id) {
        return inboxes.find(viewer, id).map(it -> json(viewer, it));
    }

    @PostMapping
    @Operation(
            summary = "Make an inbox (administrators)",
            description =
                    "channel is {type: \"whatsapp\", provider: \"evolution\", base_url, api_key, instance, create_instance,"
                            + " header_secret, jwt_key, messages_per_second}, {type: \"email\", email, imap_*, smtp_*, from_name,"
                            + " reply_to_address, thread_by_subject}, {type: \"web_widget\", website_url, widget_color,"
                            + " welcome_title, welcome_tagline, reply_time, allowed_domains, …} or {type: \"api\", webhook_url}. A WhatsApp inbox is"
                            + " checked and its webhook set before the answer comes; base_url and api_key default to the hub's.")
    @Takes({
        "name",
        "channel: object",
        "greeting_enabled: boolean",
        "greeting_message",
        "working_hours_enabled: boolean",
        "out_of_office_message",
        "timezone",
        "working_hours: objects",
        "holidays: objects",
        "enable_auto_assignment: boolean",
        "lock_to_single_conversation: boolean",
        "ignore_groups: boolean",
        "send_read_marks: boolean"
    })
    Mono<InboxJson> create(Viewer viewer, Parameters parameters) {
        viewer.requireAdministrator();
        InboxParameters in = new InboxParameters(parameters);
        Channel channel = in.channel();
        NewInbox inbox = in.newInbox(
                channel,
                channel == Channel.EMAIL ? in.mailbox(null, secrets) : null,
                channel == Channel.WEBCHAT ? in.widget(null, secrets) : null);
        Mono<InboxDetails> created = channel == Channel.WHATSAPP
                ? whatsApp.connect(viewer, inbox, in.connection())
                : inboxes.create(viewer, inbox);
        return created.map(it -> json(viewer, it));
    }

    @UpdateMapping("/{id}")
    @Operation(
            summary = "Change an inbox (administrators)",
            description =
                    "As for making one, with only what changes. Settings below channel connect a WhatsApp inbox anew.")
    @Takes({
        "name",
        "enabled: boolean",
        "channel: object",
        "greeting_enabled: boolean",
        "greeting_message",
        "working_hours_enabled: boolean",
        "out_of_office_message",
        "timezone",
        "working_hours: objects",
        "holidays: objects",
        "enable_auto_assignment: boolean",
        "lock_to_single_conversation: boolean",
        "ignore_groups: boolean",
        "send_read_marks: boolean"
    })
    Mono<InboxJson> update(Viewer viewer, @PathVariable InboxId id, Parameters parameters) {
        viewer.requireAdministrator();
        InboxParameters in = new InboxParameters(parameters);
        return inboxes.find(viewer, id)
                .flatMap(inbox -> change(viewer, inbox, in))
                .flatMap(inbox -> withHolidays(viewer, inbox, in))
                .map(it -> json(viewer, it));
    }

    private Mono<InboxDetails> withHolidays(Viewer viewer, InboxDetails inbox, InboxParameters in) {
        return in.namesHolidays() ? inboxes.setHolidays(viewer, inbox.inbox().id(), in.holidays()) : Mono.just(inbox);
    }

    private Mono<InboxDetails> change(Viewer viewer, InboxDetails inbox, InboxParameters in) {
        boolean changesMailbox = inbox.inbox().channel() == Channel.EMAIL && in.changesMailbox();
        InboxChange change = in.change(
                inbox.rules().businessHours(),
                changesMailbox ? in.mailbox(inbox.email(), secrets) : null,
                inbox.webchat() != null && in.changesWidget() ? in.widget(inbox.webchat(), secrets) : null);
        return inbox.inbox().channel() == Channel.WHATSAPP && in.changesConnection()
                ? whatsApp.reconnect(viewer, inbox, change, in.connection())
                : inboxes.update(viewer, inbox.inbox().id(), change);
    }

    @PostMapping("/email/check")
    @Operation(
            summary = "Sign in to a mailbox's servers and say what came of it (administrators)",
            description =
                    "channel as for making an e-mail inbox. With id of an inbox, what is not named is the inbox's own:"
                            + " a password need not be typed again.")
    @Takes({"id: number", "channel: object"})
    Mono<CheckMailbox.Report> checkMailbox(Viewer viewer, Parameters parameters) {
        viewer.requireAdministrator();
        InboxParameters in = new InboxParameters(parameters);
        InboxId id = parameters.id("id", InboxId::new);
        return id == null
                ? Mono.defer(() -> checkMailbox.check(in.mailbox(null, secrets)))
                : inboxes.find(viewer, id).flatMap(inbox -> checkMailbox.check(in.mailbox(inbox.email(), secrets)));
    }

    @PostMapping("/{id}/whatsapp/reconnect")
    @Operation(
            summary =
                    "Set the webhook right and ask for a new QR code when the number is not connected (administrators)")
    Mono<InboxJson> reconnect(Viewer viewer, @PathVariable InboxId id) {
        viewer.requireAdministrator();
        return inboxes.find(viewer, id)
                .filter(inbox -> inbox.inbox().channel() == Channel.WHATSAPP)
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("WhatsApp inbox")))
                .flatMap(inbox -> whatsApp.reconnect(viewer, inbox, NOTHING, Settings.UNCHANGED))
                .map(it -> json(viewer, it));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Remove an inbox; its conversations stay (administrators)")
    Mono<DeletedJson> delete(Viewer viewer, @PathVariable InboxId id) {
        return inboxes.delete(viewer, id)
                .thenReturn(new DeletedJson("Your inbox deletion request will be processed in some time."));
    }

    private InboxJson json(Viewer viewer, InboxDetails inbox) {
        boolean hasWebhook =
                inbox.inbox().channel() == Channel.WHATSAPP || inbox.inbox().channel() == Channel.EMAIL;
        return viewer.administrator()
                ? InboxJson.forAdministrator(
                        inbox, hasWebhook ? webhook.urlOf(inbox) : null, hmacToken(inbox), frontendUrl)
                : InboxJson.forAgent(inbox, frontendUrl);
    }

    private @Nullable String hmacToken(InboxDetails inbox) {
        if (inbox.inbox().channel() == Channel.API) {
            return clientKeys.of(inbox);
        }
        String sealed = inbox.webchat() == null ? null : inbox.webchat().sealedHmacKey();
        return sealed == null ? null : secrets.open(sealed);
    }

    /** What becomes of the inbox. */
    @Wire
    record DeletedJson(String message) {}
}
