package io.parley.store.contact;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.parley.store.filter.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The account's contacts. Agents see the contacts that have a conversation in one of their inboxes and those without
 * any inbox; what a contact has in other inboxes stays hidden.
 */
public interface Contacts {

    /** Only contacts with an e-mail, phone or identifier, 15 a page. */
    Mono<ContactPage> list(Viewer viewer, ContactSort sort, List<String> labels, int page);

    /** Case-insensitive substring of name, e-mail, phone or identifier, 15 a page. */
    Mono<ContactPage> search(Viewer viewer, String query, ContactSort sort, int page);

    Mono<ContactDetails> find(Viewer viewer, ContactId id);

    /** @throws io.parley.store.StoreFailure.Invalid when e-mail, phone or identifier is taken or malformed */
    Mono<CreatedContact> create(Viewer viewer, NewContact contact);

    /** The two attribute maps are merged into the stored ones; absent fields stay, empty strings clear. */
    Mono<ContactDetails> update(Viewer viewer, ContactId id, ContactChange change);

    /** As {@link #list}, of those all conditions hold of; their attributes are {@link ContactFilters}'s. */
    Mono<ContactPage> filter(Viewer viewer, List<Condition> conditions, ContactSort sort, int page);

    /** What {@link #merge} would do; nothing changes. */
    Mono<MergePreview> previewMerge(Viewer viewer, ContactId base, ContactId other);

    /** Everything of the other moves to the base contact, whose own fields win; the other is gone. */
    Mono<ContactDetails> merge(Viewer viewer, ContactId base, ContactId other);

    /** Erases the contact with all their conversations, messages and files. */
    Mono<Void> delete(Viewer administrator, ContactId id);

    /** Takes custom attributes away, by their keys. */
    Mono<ContactDetails> removeCustomAttributes(Viewer viewer, ContactId id, List<String> keys);

    /** The newest 20 in inboxes the viewer sees, newest activity first. */
    Flux<ConversationView> conversations(Viewer viewer, ContactId id);

    Mono<List<String>> labels(Viewer viewer, ContactId id);

    Mono<List<String>> setLabels(Viewer viewer, ContactId id, List<String> labels);

    /** @param total all that match, counted to 10,000; {@code hasMore} tells whether a next page has rows */
    record ContactPage(List<ContactDetails> contacts, long total, boolean hasMore) {
        public ContactPage {
            contacts = List.copyOf(contacts);
        }
    }

    /** A contact and where they can be met. */
    record ContactDetails(ContactView contact, List<ContactInbox> inboxes) {
        public ContactDetails {
            inboxes = List.copyOf(inboxes);
        }
    }

    /** A contact in one inbox. */
    record ContactInbox(String sourceId, InboxId inboxId, String inboxName, Channel channel) {}

    record CreatedContact(ContactDetails contact, @Nullable ContactInbox inbox) {}

    /** @param sourceId the contact's id in the inbox; absent: derived from their address, or random in API inboxes */
    record NewContact(
            @Nullable InboxId inboxId,
            @Nullable String sourceId,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String identifier,
            @Nullable String pictureUrl,
            @Nullable Boolean blocked,
            @Nullable JsonNode customAttributes,
            @Nullable JsonNode additionalAttributes) {}

    record ContactChange(
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String identifier,
            @Nullable String pictureUrl,
            @Nullable Boolean blocked,
            @Nullable JsonNode customAttributes,
            @Nullable JsonNode additionalAttributes) {}

    /** What contacts are listed by. */
    record ContactSort(Field field, boolean descending) {
        public enum Field {
            NAME,
            EMAIL,
            PHONE,
            LAST_ACTIVITY,
            CREATED
        }
    }
}
