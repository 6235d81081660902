package io.parley.store.visitor;

import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.Columns;
import io.parley.store.agent.AgentRows;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.contact.ContactViews;
import io.parley.store.conversation.ConversationViews;
import io.parley.store.message.MessageViews;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Visitors in PostgreSQL. */
@Component
class SqlVisitors implements Visitors {

    private static final int MAX_LIMIT = 100;

    private static final String FIND = """
            SELECT ci.contact_id, ci.hmac_verified, c.id AS conversation_id,
                   (SELECT count(*) FROM (SELECT m.direction, m.status FROM messages AS m
                                           WHERE m.inbox_id = :inbox AND m.visitor = :source
                                           ORDER BY m.id DESC LIMIT 100) AS newest
                     WHERE newest.direction IN ('outgoing', 'template') AND newest.status IN ('sent', 'delivered'))::int
                   AS unread
              FROM contact_inboxes AS ci
              LEFT JOIN LATERAL (SELECT o.id FROM conversations AS o
                                  WHERE o.contact_id = ci.contact_id AND o.inbox_id = ci.inbox_id
                                    AND o.contact_inbox_id = ci.id
                                  ORDER BY o.last_activity_at DESC, o.id DESC LIMIT 1) AS c ON true
             WHERE ci.inbox_id = :inbox AND ci.source_id = :source
            """;

    /** Served by {@code messages_visitor_idx}. */
    private static final String MESSAGES = """
            SELECT m.id FROM messages AS m
             WHERE m.inbox_id = :inbox AND m.visitor = :source AND m.id < :before
               AND NOT m.private AND m.direction <> 'activity'
               AND (m.content IS NULL OR m.content ->> 'type' <> 'reaction')
             ORDER BY m.id DESC LIMIT :limit
            """;

    private static final String ACCOUNT = "SELECT account_id FROM inboxes WHERE id = :inbox AND deleted_at IS NULL";

    private final DatabaseClient database;
    private final ContactViews contacts;
    private final ConversationViews conversations;
    private final MessageViews messages;
    private final AgentRows agents;

    SqlVisitors(
            DatabaseClient database,
            ContactViews contacts,
            ConversationViews conversations,
            MessageViews messages,
            AgentRows agents) {
        this.database = database;
        this.contacts = contacts;
        this.conversations = conversations;
        this.messages = messages;
        this.agents = agents;
    }

    @Override
    public Mono<VisitorState> find(InboxId inbox, String sourceId) {
        return database.sql(FIND)
                .bind("inbox", inbox.value())
                .bind("source", sourceId)
                .map(row -> Found.of(new Columns(row)))
                .one()
                .flatMap(found -> contact(found.contact())
                        .zipWith(
                                conversation(found.conversation()),
                                (contact, conversation) -> new VisitorState(
                                        contact, found.verified(), conversation.orElse(null), found.unread())));
    }

    @Override
    public Mono<List<MessageView>> messages(InboxId inbox, String sourceId, @Nullable MessageId before, int limit) {
        return database.sql(MESSAGES)
                .bind("inbox", inbox.value())
                .bind("source", sourceId)
                .bind("before", before == null ? Integer.MAX_VALUE : before.value())
                .bind("limit", Math.clamp(limit, 1, MAX_LIMIT))
                .map(row -> new MessageId(new Columns(row).number("id")))
                .all()
                .collectList()
                .flatMap(ids -> messages.load(ids).map(loaded -> inOrder(ids, loaded)));
    }

    @Override
    public Flux<AgentRow> agents(InboxId inbox) {
        return database.sql(ACCOUNT)
                .bind("inbox", inbox.value())
                .map(row -> new AccountId(new Columns(row).number("account_id")))
                .one()
                .flatMapMany(account -> agents.membersOf(account, inbox));
    }

    private Mono<ContactView> contact(ContactId id) {
        return contacts.load(List.of(id)).map(found -> Objects.requireNonNull(found.get(id)));
    }

    private Mono<Optional<ConversationView>> conversation(@Nullable ConversationId id) {
        return id == null
                ? Mono.just(Optional.empty())
                : conversations.load(List.of(id)).map(found -> Optional.ofNullable(found.get(id)));
    }

    private static List<MessageView> inOrder(List<MessageId> newestFirst, Map<MessageId, MessageView> loaded) {
        return newestFirst.reversed().stream()
                .map(loaded::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private record Found(
            ContactId contact, boolean verified, @Nullable ConversationId conversation, int unread) {
        static Found of(Columns columns) {
            Integer conversation = columns.numberOrNull("conversation_id");
            return new Found(
                    new ContactId(columns.number("contact_id")),
                    columns.flag("hmac_verified"),
                    conversation == null ? null : new ConversationId(conversation),
                    columns.number("unread"));
        }
    }
}
