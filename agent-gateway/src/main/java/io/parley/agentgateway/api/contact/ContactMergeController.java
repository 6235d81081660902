package io.parley.agentgateway.api.contact;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.ContactJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.contract.id.ContactId;
import io.parley.store.Viewer;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.MergePreview;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Makes one contact of two. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/actions/contact_merge")
@Tag(name = "Contacts")
class ContactMergeController {

    private final Contacts contacts;

    ContactMergeController(Contacts contacts) {
        this.contacts = contacts;
    }

    @PostMapping
    @Operation(summary = "Move everything of one contact to another, whose own fields win; the first is gone")
    @Takes({"base_contact_id: number", "mergee_contact_id: number"})
    Mono<ContactJson> merge(Viewer viewer, Parameters in) {
        return contacts.merge(viewer, base(in), other(in)).map(ContactJson::of);
    }

    @GetMapping
    @Operation(summary = "What merging would do (beyond Chatwoot)")
    @Takes({"base_contact_id: number", "mergee_contact_id: number"})
    Mono<PreviewJson> preview(Viewer viewer, Parameters in) {
        return contacts.previewMerge(viewer, base(in), other(in)).map(PreviewJson::of);
    }

    private static ContactId base(Parameters in) {
        return in.requiredId("base_contact_id", ContactId::new);
    }

    private static ContactId other(Parameters in) {
        return in.requiredId("mergee_contact_id", ContactId::new);
    }

    /**
     * @param conversations how many move
     * @param joinedConversations how many of them become one with an open one of the base contact
     */
    @Wire
    record PreviewJson(
            ContactJson contact, ContactJson mergee, long conversations, long joinedConversations, long notes) {
        static PreviewJson of(MergePreview preview) {
            return new PreviewJson(
                    ContactJson.of(preview.merged()),
                    ContactJson.of(preview.gone()),
                    preview.conversations(),
                    preview.joined(),
                    preview.notes());
        }
    }
}
