package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.numbers;

import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbox.InboxView;
import io.parley.contract.message.MessageView;
import io.parley.store.Columns;
import io.parley.store.contact.ContactViews;
import io.parley.store.conversation.ConversationViews;
import io.parley.store.inbound.InboundBatch.Merge;
import io.parley.store.inbound.InboundBatch.Stored;
import io.parley.store.inbox.InboxViews;
import io.parley.store.message.MessageViews;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts into the outbox, in the same transaction, what a batch made true. */
@Component
class AnnounceBatch {

    private static final String INBOXES_OF_CONTACTS =
            "SELECT DISTINCT contact_id, inbox_id FROM contact_inboxes WHERE contact_id = ANY (:ids)";

    private final DatabaseClient database;
    private final MessageViews messages;
    private final ConversationViews conversations;
    private final ContactViews contacts;
    private final InboxViews inboxes;
    private final Outbox outbox;
    private final Clock clock;

    AnnounceBatch(
            DatabaseClient database,
            MessageViews messages,
            ConversationViews conversations,
            ContactViews contacts,
            InboxViews inboxes,
            Outbox outbox,
            Clock clock) {
        this.database = database;
        this.messages = messages;
        this.conversations = conversations;
        this.contacts = contacts;
        this.inboxes = inboxes;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Every view is loaded once, whatever the number of events that show it. */
    Mono<Void> announce(InboundBatch batch) {
        Subjects subjects = Subjects.of(batch);
        if (subjects.isEmpty()) {
            return Mono.empty();
        }
        return messages.load(subjects.messages())
                .map(loaded -> new Views(loaded, Map.of(), Map.of(), Map.of(), Map.of()))
                .flatMap(views -> conversations.load(subjects.conversations()).map(views::withConversations))
                .flatMap(views -> contacts.load(subjects.contacts()).map(views::withContacts))
                .flatMap(views -> inboxesOf(subjects.contacts()).map(views::withInboxesOfContacts))
                .flatMap(views -> inboxes.load(batch.changedInboxes).map(views::withInboxes))
                .flatMap(views -> outbox.append(new Announcement(batch, views, clock.instant()).entries()));
    }

    private Mono<Map<ContactId, Collection<InboxId>>> inboxesOf(Set<ContactId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(INBOXES_OF_CONTACTS)
                .bind("ids", numbers(ids, ContactId::value))
                .map(row -> metIn(new Columns(row)))
                .all()
                .collectMultimap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map.Entry<ContactId, InboxId> metIn(Columns columns) {
        return Map.entry(new ContactId(columns.number("contact_id")), new InboxId(columns.number("inbox_id")));
    }

    /** What the events of a batch are about. */
    private record Subjects(
            Set<MessageId> messages, Set<ConversationId> conversations, Set<ContactId> contacts, boolean inboxes) {

        static Subjects of(InboundBatch batch) {
            Set<MessageId> messages = new HashSet<>(batch.updated.keySet());
            Set<ConversationId> conversations = new HashSet<>(batch.updated.values());
            messages.addAll(batch.replies.keySet());
            for (Stored stored : batch.stored) {
                if (!stored.conversation().isMuted()) {
                    conversations.add(stored.conversation().id());
                    if (!stored.isPlain()) {
                        messages.add(stored.id());
                    }
                }
            }
            Set<ContactId> contacts = new HashSet<>(batch.newContacts);
            contacts.addAll(batch.changedContacts);
            for (Merge merge : batch.merges) {
                contacts.add(merge.kept());
                conversations.addAll(merge.emptied());
                conversations.addAll(merge.filled());
            }
            return new Subjects(messages, conversations, contacts, !batch.changedInboxes.isEmpty());
        }

        boolean isEmpty() {
            return messages.isEmpty() && conversations.isEmpty() && contacts.isEmpty() && !inboxes;
        }
    }

    /** How the subjects look now. */
    private record Views(
            Map<MessageId, MessageView> messages,
            Map<ConversationId, ConversationView> conversations,
            Map<ContactId, ContactView> contacts,
            Map<ContactId, Collection<InboxId>> inboxesOfContacts,
            Map<InboxId, InboxView> inboxes) {

        Views withConversations(Map<ConversationId, ConversationView> loaded) {
            return new Views(messages, loaded, contacts, inboxesOfContacts, inboxes);
        }

        Views withContacts(Map<ContactId, ContactView> loaded) {
            return new Views(messages, conversations, loaded, inboxesOfContacts, inboxes);
        }

        Views withInboxesOfContacts(Map<ContactId, Collection<InboxId>> loaded) {
            return new Views(messages, conversations, contacts, loaded, inboxes);
        }

        Views withInboxes(Map<InboxId, InboxView> loaded) {
            return new Views(messages, conversations, contacts, inboxesOfContacts, loaded);
        }
    }

    /** The events of a batch, in the order in which they make sense: who, where, what. */
    private static final class Announcement {

        private final InboundBatch batch;
        private final Views views;
        private final Instant now;
        private final List<OutboxEntry> entries = new ArrayList<>();

        Announcement(InboundBatch batch, Views views, Instant now) {
            this.batch = batch;
            this.views = views;
            this.now = now;
        }

        List<OutboxEntry> entries() {
            batch.merges.forEach(this::merged);
            batch.newContacts.forEach(it -> contact(it, EventBody.ContactCreated::new));
            batch.changedContacts.forEach(it -> contact(it, EventBody.ContactUpdated::new));
            batch.conversations.values().forEach(this::conversation);
            Set<MessageId> created = new HashSet<>(batch.replies.keySet());
            for (Stored stored : batch.stored) {
                message(stored);
                created.add(stored.id());
            }
            batch.replies.keySet().forEach(it -> message(it, null, EventBody.MessageCreated::new));
            batch.updated.keySet().stream()
                    .filter(it -> !created.contains(it))
                    .forEach(it -> message(it, null, EventBody.MessageUpdated::new));
            views.inboxes().values().forEach(this::inbox);
            return entries;
        }

        private void merged(Merge merge) {
            contact(merge.kept(), contact -> new EventBody.ContactMerged(contact, merge.gone()));
            merge.emptied().forEach(it -> updated(it, Set.of(Change.STATUS)));
            merge.filled().forEach(it -> updated(it, Set.of()));
        }

        /** Told to the members of every inbox the contact was met in. */
        private void contact(ContactId id, Function<ContactView, EventBody> body) {
            ContactView contact = views.contacts().get(id);
            if (contact != null) {
                views.inboxesOfContacts()
                        .getOrDefault(id, List.of())
                        .forEach(inbox -> add(contact.accountId(), inbox, body.apply(contact), null));
            }
        }

        private void conversation(ConversationRow row) {
            ConversationView conversation = views.conversations().get(row.id());
            if (conversation == null || row.isMuted() || !row.isTouched()) {
                return;
            }
            if (row.isCreated()) {
                add(
                        conversation.accountId(),
                        conversation.inboxId(),
                        new EventBody.ConversationCreated(conversation),
                        null);
            } else if (row.isReopened()) {
                updated(row.id(), Set.of(Change.STATUS));
            }
        }

        private void updated(ConversationId id, Set<Change> changes) {
            ConversationView conversation = views.conversations().get(id);
            if (conversation != null) {
                add(
                        conversation.accountId(),
                        conversation.inboxId(),
                        new EventBody.ConversationUpdated(conversation, changes),
                        null);
            }
        }

        private void message(Stored stored) {
            ConversationView conversation =
                    views.conversations().get(stored.conversation().id());
            if (stored.conversation().isMuted() || conversation == null) {
                return;
            }
            MessageView loaded = views.messages().get(stored.id());
            MessageView message = loaded == null ? PlainMessage.view(stored, conversation) : loaded;
            add(
                    message.accountId(),
                    message.inboxId(),
                    new EventBody.MessageCreated(message, conversation),
                    stored.arrival().traceparent());
        }

        private void message(
                MessageId id, @Nullable String trace, BiFunction<MessageView, ConversationView, EventBody> body) {
            MessageView message = views.messages().get(id);
            ConversationView conversation =
                    message == null ? null : views.conversations().get(message.conversationId());
            if (message != null && conversation != null) {
                add(message.accountId(), message.inboxId(), body.apply(message, conversation), trace);
            }
        }

        private void inbox(InboxView inbox) {
            add(inbox.accountId(), inbox.id(), new EventBody.InboxUpdated(inbox), null);
        }

        private void add(AccountId account, @Nullable InboxId inbox, EventBody body, @Nullable String trace) {
            HubEvent event = new HubEvent(UUID.randomUUID().toString(), account, inbox, now, body);
            entries.add(OutboxEntry.event(event).tracedBy(trace));
        }
    }
}
