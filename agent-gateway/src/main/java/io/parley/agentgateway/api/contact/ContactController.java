package io.parley.agentgateway.api.contact;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.api.wire.ContactJson;
import io.parley.agentgateway.api.wire.ContactJson.ContactInboxJson;
import io.parley.agentgateway.api.wire.ConversationJson;
import io.parley.agentgateway.api.wire.Payload;
import io.parley.agentgateway.api.wire.SlimInboxJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.ContactDetails;
import io.parley.store.contact.Contacts.ContactPage;
import io.parley.store.contact.Contacts.ContactSort;
import io.parley.store.contact.Contacts.ContactSort.Field;
import io.parley.store.contact.Contacts.CreatedContact;
import io.parley.store.contact.Contacts.NewContact;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The contacts of an account. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/contacts")
@Tag(name = "Contacts")
class ContactController {

    private final Contacts contacts;
    private final ChatwootJson json;

    ContactController(Contacts contacts, ChatwootJson json) {
        this.contacts = contacts;
        this.json = json;
    }

    @GetMapping
    @Operation(
            summary = "Contacts with an e-mail address, phone number or identifier, 15 a page",
            description =
                    "sort is name, email, phone_number, last_activity_at or created_at, with - before it descending.")
    @Takes({"page: number", "sort", "labels: texts", "include_contact_inboxes: boolean"})
    Mono<PageJson> list(Viewer viewer, Parameters in) {
        return contacts.list(viewer, sort(in), in.texts("labels"), page(in)).map(page -> json(page, in));
    }

    static PageJson json(ContactPage page, Parameters in) {
        return new PageJson(new PageMetaJson(page.total(), currentPage(in), null), rows(page, in));
    }

    @GetMapping("/search")
    @Operation(
            summary = "Contacts with these characters in name, e-mail address, phone number or identifier, 15 a page")
    @Takes({"q", "page: number", "sort", "include_contact_inboxes: boolean"})
    Mono<PageJson> search(Viewer viewer, Parameters in) {
        String query = in.word("q");
        if (query == null) {
            throw new BadInput("Specify search string with parameter q");
        }
        return contacts.search(viewer, query, sort(in), page(in))
                .map(page -> new PageJson(
                        new PageMetaJson(page.contacts().size(), currentPage(in), page.hasMore()), rows(page, in)));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One contact")
    @Takes("include_contact_inboxes: boolean")
    Mono<Payload<ContactJson>> show(Viewer viewer, @PathVariable ContactId id, Parameters in) {
        return contacts.find(viewer, id).map(it -> new Payload<>(json(it, in)));
    }

    @PostMapping
    @Operation(summary = "Make a contact, and with inbox_id one that can be written to there")
    @Takes({
        "inbox_id: number",
        "source_id",
        "name",
        "email",
        "phone_number",
        "identifier",
        "avatar_url",
        "blocked: boolean",
        "custom_attributes: object",
        "additional_attributes: object"
    })
    Mono<Payload<CreatedJson>> create(Viewer viewer, Parameters parameters) {
        Parameters in = parameters.unwrapped("contact");
        NewContact contact = new NewContact(
                in.id("inbox_id", InboxId::new),
                in.word("source_id"),
                in.text("name"),
                in.word("email"),
                in.word("phone_number"),
                in.word("identifier"),
                in.word("avatar_url"),
                in.flag("blocked"),
                in.object("custom_attributes"),
                in.object("additional_attributes"));
        return contacts.create(viewer, contact).map(it -> new Payload<>(CreatedJson.of(it)));
    }

    @UpdateMapping("/{id}")
    @Operation(summary = "Change a contact; the two maps of attributes are merged into the stored ones")
    @Takes({
        "name",
        "email",
        "phone_number",
        "identifier",
        "avatar_url",
        "blocked: boolean",
        "custom_attributes: object",
        "additional_attributes: object"
    })
    Mono<Payload<ContactJson>> update(Viewer viewer, @PathVariable ContactId id, Parameters parameters) {
        Parameters in = parameters.unwrapped("contact");
        ContactChange change = new ContactChange(
                in.text("name"),
                in.clearable("email"),
                in.clearable("phone_number"),
                in.clearable("identifier"),
                in.text("avatar_url"),
                in.flag("blocked"),
                in.object("custom_attributes"),
                in.object("additional_attributes"));
        return contacts.update(viewer, id, change).map(it -> new Payload<>(json(it, in)));
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "Erase a contact with all their conversations, messages and files (administrators)")
    Mono<Void> delete(Viewer viewer, @PathVariable ContactId id) {
        return contacts.delete(viewer, id);
    }

    @PostMapping("/{id}/destroy_custom_attributes")
    @Operation(summary = "Take custom attributes away, by their keys")
    @Takes({"custom_attributes: texts", "include_contact_inboxes: boolean"})
    Mono<Payload<ContactJson>> removeCustomAttributes(Viewer viewer, @PathVariable ContactId id, Parameters in) {
        return contacts.removeCustomAttributes(viewer, id, in.texts("custom_attributes"))
                .map(it -> new Payload<>(json(it, in)));
    }

    @GetMapping("/{id}/conversations")
    @Operation(summary = "The contact's newest 20 conversations in my inboxes")
    Mono<Payload<List<ConversationJson>>> conversations(Viewer viewer, @PathVariable ContactId id) {
        return contacts.conversations(viewer, id)
                .map(json::conversation)
                .collectList()
                .map(Payload::new);
    }

    @GetMapping("/{id}/labels")
    @Operation(summary = "The contact's labels")
    Mono<Payload<List<String>>> labels(Viewer viewer, @PathVariable ContactId id) {
        return contacts.labels(viewer, id).map(Payload::new);
    }

    @PostMapping("/{id}/labels")
    @Operation(summary = "Say which labels the contact has from now on")
    @Takes("labels: texts")
    Mono<Payload<List<String>>> setLabels(Viewer viewer, @PathVariable ContactId id, Parameters in) {
        return contacts.setLabels(viewer, id, in.texts("labels")).map(Payload::new);
    }

    private static List<ContactJson> rows(ContactPage page, Parameters in) {
        return page.contacts().stream().map(it -> json(it, in)).toList();
    }

    private static ContactJson json(ContactDetails contact, Parameters in) {
        return in.flag("include_contact_inboxes", true) ? ContactJson.of(contact) : ContactJson.of(contact.contact());
    }

    static int page(Parameters in) {
        Integer page = in.number("page");
        return page == null || page < 1 ? 1 : page;
    }

    /** What the client gave, as text; the number 1 when it gave nothing. */
    private static Object currentPage(Parameters in) {
        String page = in.word("page");
        return page == null ? 1 : page;
    }

    /** Keys the hub has no column for do not sort. */
    static ContactSort sort(Parameters in) {
        String sort = in.word("sort");
        if (sort == null) {
            return new ContactSort(Field.LAST_ACTIVITY, true);
        }
        boolean descending = sort.startsWith("-");
        Field field = switch (descending ? sort.substring(1) : sort) {
            case "name" -> Field.NAME;
            case "email" -> Field.EMAIL;
            case "phone_number" -> Field.PHONE;
            case "created_at" -> Field.CREATED;
            default -> Field.LAST_ACTIVITY;
        };
        return new ContactSort(field, descending);
    }

    /** A page of contacts. */
    @Wire
    record PageJson(PageMetaJson meta, List<ContactJson> payload) {}

    /** @param hasMore only in searches, where {@code count} counts this page alone */
    @Wire
    record PageMetaJson(
            long count,
            Object currentPage,
            @Wire.Optional @Nullable Boolean hasMore) {}

    /** A new contact. */
    @Wire
    record CreatedJson(ContactJson contact, CreatedInboxJson contactInbox) {

        static CreatedJson of(CreatedContact created) {
            ContactInboxJson inbox = created.inbox() == null ? null : ContactInboxJson.of(created.inbox());
            return new CreatedJson(
                    ContactJson.of(created.contact()),
                    new CreatedInboxJson(
                            inbox == null ? null : inbox.inbox(), inbox == null ? null : inbox.sourceId()));
        }
    }

    /** Where a new contact can be written to; nothing when no inbox was named. */
    @Wire
    record CreatedInboxJson(
            @Nullable SlimInboxJson inbox, @Nullable String sourceId) {}
}
