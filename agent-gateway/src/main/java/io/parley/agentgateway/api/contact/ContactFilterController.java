package io.parley.agentgateway.api.contact;

import io.parley.agentgateway.api.Conditions;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.contact.ContactController.PageJson;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.contact.Contacts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Contacts by conditions. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}/contacts/filter")
@Tag(name = "Contacts")
class ContactFilterController {

    private final Contacts contacts;

    ContactFilterController(Contacts contacts) {
        this.contacts = contacts;
    }

    @PostMapping
    @Operation(
            summary = "Contacts that meet conditions, 15 a page",
            description = "payload holds {attribute_key, filter_operator, values, query_operator}. Keys: name email"
                    + " phone_number identifier country_code city company_name labels created_at last_activity_at blocked"
                    + " and those of custom attributes.")
    @Takes({"payload: objects", "page: number", "sort", "include_contact_inboxes: boolean"})
    Mono<PageJson> filter(Viewer viewer, Parameters in) {
        return Mono.defer(() -> contacts.filter(
                        viewer, Conditions.of(in), ContactController.sort(in), ContactController.page(in)))
                .map(page -> ContactController.json(page, in))
                .onErrorMap(StoreFailure.Invalid.class, Conditions::toBadInput);
    }
}
