package io.parley.store.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.TeamId;
import io.parley.store.Attributes;
import io.parley.store.Columns;
import io.parley.store.InboxAccess;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.contact.ContactAccess;
import io.parley.store.contact.ContactInboxes;
import io.parley.store.conversation.Conversations.NewConversation;
import io.parley.store.email.MailSubject;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Conversations that an agent, or a contact by a client of theirs, begins. */
@Component
class BeginConversations implements ClientConversations {

    private static final String OPEN_ONE =
            "SELECT id FROM conversations WHERE inbox_id = :inbox AND contact_id = :contact AND status <> 'resolved'"
                    + " AND NOT threaded";

    private static final String LOCK_PLACE = "SELECT id FROM contact_inboxes WHERE id = :place FOR NO KEY UPDATE";

    private static final String OPEN_AT = """
            SELECT id FROM conversations
             WHERE inbox_id = :inbox AND contact_id = :contact AND contact_inbox_id = :place AND status <> 'resolved'
             ORDER BY last_activity_at DESC, id DESC LIMIT 1
            """;

    private static final String NEXT_DISPLAY_ID = """
            UPDATE accounts SET next_display_id = next_display_id + 1 WHERE id = :account
            RETURNING next_display_id - 1 AS display_id
            """;

    private static final String INSERT = """
            INSERT INTO conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id, status, assignee_id,
                                       team_id, custom_attributes, additional_attributes, threaded)
            SELECT :account, :inbox, ct.id, :contactInbox, :displayId,
                   CASE WHEN ct.blocked THEN 'resolved' ELSE :status END, :assignee, :team,
                   :customAttributes::jsonb, :additionalAttributes::jsonb, :threaded
              FROM contacts AS ct
             WHERE ct.id = :contact
                ON CONFLICT (inbox_id, contact_id) WHERE status <> 'resolved' AND NOT threaded DO NOTHING
            RETURNING id
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ConversationViews views;
    private final ConversationEvents events;
    private final Assignable assignable;
    private final InboxAccess inboxes;
    private final ContactAccess contacts;
    private final ContactInboxes contactInboxes;

    BeginConversations(
            DatabaseClient database,
            TransactionalOperator transaction,
            ConversationViews views,
            ConversationEvents events,
            Assignable assignable,
            InboxAccess inboxes,
            ContactAccess contacts,
            ContactInboxes contactInboxes) {
        this.database = database;
        this.transaction = transaction;
        this.views = views;
        this.events = events;
        this.assignable = assignable;
        this.inboxes = inboxes;
        this.contacts = contacts;
        this.contactInboxes = contactInboxes;
    }

    /** The contact's open conversation in the inbox where there is one; each e-mail is a thread of its own. */
    Mono<ConversationView> create(Viewer viewer, NewConversation conversation) {
        return inboxes.require(viewer, conversation.inboxId())
                .flatMap(channel ->
                        contacts.require(viewer, conversation.contactId()).thenReturn(channel))
                .flatMap(channel -> (channel == Channel.EMAIL ? Mono.<ConversationId>empty() : openOne(conversation))
                        .flatMap(views::loadOne)
                        .switchIfEmpty(Mono.defer(() -> open(viewer, conversation, channel))))
                .as(transaction::transactional);
    }

    private Mono<ConversationId> openOne(NewConversation conversation) {
        return database.sql(OPEN_ONE)
                .bind("inbox", conversation.inboxId().value())
                .bind("contact", conversation.contactId().value())
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .one();
    }

    @Override
    public Mono<ConversationView> openAt(Viewer client, NewConversation conversation) {
        return contactInboxes
                .open(conversation.contactId(), conversation.inboxId(), Channel.API, conversation.sourceId())
                .flatMap(place -> database.sql(LOCK_PLACE)
                        .bind("place", place)
                        .then()
                        .then(Mono.defer(() -> openAt(conversation, place)))
                        .flatMap(views::loadOne)
                        .switchIfEmpty(Mono.defer(() -> beginAt(client, conversation, place))))
                .as(transaction::transactional);
    }

    private Mono<ConversationId> openAt(NewConversation conversation, int place) {
        return database.sql(OPEN_AT)
                .bind("inbox", conversation.inboxId().value())
                .bind("contact", conversation.contactId().value())
                .bind("place", place)
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .one();
    }

    /** Beside the contact's open one, where that is at another place. */
    private Mono<ConversationView> beginAt(Viewer client, NewConversation conversation, int place) {
        AccountId account = client.accountId();
        return insert(account, conversation, place, false)
                .switchIfEmpty(Mono.defer(() -> insert(account, conversation, place, true)))
                .flatMap(id -> events.created(id, client.agentId()));
    }

    private Mono<ConversationView> open(Viewer viewer, NewConversation conversation, Channel channel) {
        AccountId account = viewer.accountId();
        return assignable
                .agentName(account, conversation.inboxId(), conversation.assigneeId())
                .then(assignable.teamName(account, conversation.teamId()))
                .then(contactInboxes.open(
                        conversation.contactId(), conversation.inboxId(), channel, conversation.sourceId()))
                .flatMap(contactInbox -> insert(account, conversation, contactInbox, channel == Channel.EMAIL))
                .flatMap(id ->
                        (channel == Channel.EMAIL ? beginThread(id, conversation) : Mono.<Void>empty()).thenReturn(id))
                .flatMap(id -> events.created(id, viewer.agentId()))
                // somebody opened one meanwhile
                .switchIfEmpty(Mono.defer(() -> openOne(conversation).flatMap(views::loadOne)));
    }

    private Mono<ConversationId> insert(
            AccountId account, NewConversation conversation, int contactInbox, boolean threaded) {
        ConversationStatus status = Objects.requireNonNullElse(conversation.status(), ConversationStatus.OPEN);
        AgentId assignee = conversation.assigneeId();
        TeamId team = conversation.teamId();
        return database.sql(NEXT_DISPLAY_ID)
                .bind("account", account.value())
                .map(row -> new Columns(row).number("display_id"))
                .one()
                .flatMap(displayId -> database.sql(INSERT)
                        .bind("account", account.value())
                        .bind("inbox", conversation.inboxId().value())
                        .bind("contact", conversation.contactId().value())
                        .bind("contactInbox", contactInbox)
                        .bind("displayId", displayId)
                        .bind("status", status.wireName())
                        .bind("assignee", Values.orNull(assignee == null ? null : assignee.value()))
                        .bind("team", Values.orNull(team == null ? null : team.value()))
                        .bind("customAttributes", Attributes.json(conversation.customAttributes(), "custom_attributes"))
                        .bind(
                                "additionalAttributes",
                                Attributes.json(conversation.additionalAttributes(), "additional_attributes"))
                        .bind("threaded", threaded)
                        .map(row -> new ConversationId(new Columns(row).number("id")))
                        .one());
    }

    /** A thread an agent begins: answers to it name its mails, which name the conversation. */
    private Mono<Void> beginThread(ConversationId id, NewConversation conversation) {
        JsonNode attributes = conversation.additionalAttributes();
        String subject =
                attributes == null ? "" : attributes.path("mail_subject").asText("");
        return database.sql("INSERT INTO email_threads (conversation_id, subject_key) VALUES (:id, :key)")
                .bind("id", id.value())
                .bind("key", MailSubject.key(subject))
                .then();
    }
}
