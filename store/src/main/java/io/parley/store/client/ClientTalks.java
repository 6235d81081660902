package io.parley.store.client;

import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.client.Clients.Client;
import io.parley.store.client.Clients.Talk;
import io.parley.store.conversation.ConversationAccess;
import io.parley.store.conversation.ConversationViews;
import io.parley.store.message.MessageViews;
import io.parley.store.settlement.AnnounceMessages;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a client may see of conversations. */
@Component
class ClientTalks {

    private static final int SHOWN = 20;

    /** Their own place's; who was vouched for, all of their contact's. */
    private static final String IS_THEIRS = "c.contact_id = :contact AND (:verified OR c.contact_inbox_id = :place)";

    private static final String BY_DISPLAY_ID =
            "SELECT c.id FROM conversations AS c WHERE c.account_id = :account AND c.display_id = :displayId AND "
                    + IS_THEIRS;

    /** Served by {@code conversations_contact_idx}. */
    private static final String NEWEST = "SELECT c.id FROM conversations AS c WHERE " + IS_THEIRS
            + " ORDER BY c.last_activity_at DESC, c.id DESC LIMIT :limit";

    private static final String MESSAGES = """
            SELECT m.id FROM messages AS m
             WHERE m.conversation_id = :conversation AND m.id < :before
               AND NOT m.private AND m.direction <> 'activity'
               AND (m.content IS NULL OR m.content ->> 'type' <> 'reaction')
             ORDER BY m.id DESC LIMIT :limit
            """;

    private static final String SEEN =
            "UPDATE conversations SET contact_last_seen_at = :now, updated_at = now() WHERE id = :conversation";

    /** Of the newest thousand: what is older was seen long ago. */
    private static final String READ = """
            UPDATE messages AS m SET status = 'read', updated_at = now()
              FROM (SELECT n.id FROM messages AS n WHERE n.conversation_id = :conversation
                     ORDER BY n.id DESC LIMIT 1000) AS newest
             WHERE m.id = newest.id AND m.direction IN ('outgoing', 'template') AND NOT m.private
               AND m.status IN ('sent', 'delivered')
            RETURNING m.id
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ConversationAccess access;
    private final ConversationViews conversations;
    private final MessageViews views;
    private final AnnounceMessages announce;
    private final Clock clock;

    ClientTalks(
            DatabaseClient database,
            TransactionalOperator transaction,
            ConversationAccess access,
            ConversationViews conversations,
            MessageViews views,
            AnnounceMessages announce,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.conversations = conversations;
        this.views = views;
        this.announce = announce;
        this.clock = clock;
    }

    /** @throws StoreFailure.NotFound when it is not theirs */
    Mono<ConversationId> require(Client client, int displayId) {
        return bind(database.sql(BY_DISPLAY_ID), client)
                .bind("account", client.inbox().inbox().accountId().value())
                .bind("displayId", displayId)
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .one()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Conversation")));
    }

    Mono<List<Talk>> newest(Client client) {
        return bind(database.sql(NEWEST), client)
                .bind("limit", SHOWN)
                .map(row -> new ConversationId(new Columns(row).number("id")))
                .all()
                .collectList()
                .flatMap(ids -> Flux.fromIterable(ids).concatMap(this::load).collectList());
    }

    Mono<Talk> load(ConversationId id) {
        return conversations
                .load(List.of(id))
                .map(found -> Objects.requireNonNull(found.get(id)))
                .zipWhen(conversation -> messages(id, null), Talk::new);
    }

    Mono<List<MessageView>> messages(ConversationId conversation, @Nullable MessageId before) {
        return database.sql(MESSAGES)
                .bind("conversation", conversation.value())
                .bind("before", before == null ? Integer.MAX_VALUE : before.value())
                .bind("limit", SHOWN)
                .map(row -> new MessageId(new Columns(row).number("id")))
                .all()
                .collectList()
                .flatMap(ids -> views.load(ids)
                        .map(loaded -> ids.reversed().stream()
                                .map(loaded::get)
                                .filter(Objects::nonNull)
                                .toList()));
    }

    Mono<Void> see(Viewer client, int displayId, ConversationId id) {
        return access.lock(client, displayId)
                .then(Mono.defer(() -> database.sql(SEEN)
                        .bind("conversation", id.value())
                        .bind("now", clock.instant())
                        .then()))
                .then(Mono.defer(() -> database.sql(READ)
                        .bind("conversation", id.value())
                        .map(row -> new MessageId(new Columns(row).number("id")))
                        .all()
                        .collectMap(read -> read, read -> id)))
                .flatMap(read -> announce.updated(Map.copyOf(read)))
                .as(transaction::transactional);
    }

    private static DatabaseClient.GenericExecuteSpec bind(DatabaseClient.GenericExecuteSpec statement, Client client) {
        return statement
                .bind("contact", client.contact().id().value())
                .bind("verified", client.verified())
                .bind("place", client.placeId());
    }
}
