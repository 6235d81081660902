package io.parley.store.participation;

import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageContent;
import io.parley.store.Columns;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.conversation.ConversationAccess;
import io.parley.store.conversation.ConversationState;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drafts in PostgreSQL. */
@Component
class SqlDrafts implements Drafts {

    private static final String COLUMNS = "d.message, d.note, d.reply_to_id, d.updated_at";

    private static final String FIND =
            "SELECT " + COLUMNS + " FROM drafts AS d WHERE d.conversation_id = :conversation AND d.agent_id = :viewer";

    private static final String SAVE = """
            INSERT INTO drafts AS d (conversation_id, agent_id, message, note, reply_to_id)
            VALUES (:conversation, :viewer, coalesce(:message, ''), coalesce(:note, ''), nullif(:replyTo, 0))
                ON CONFLICT (conversation_id, agent_id)
                DO UPDATE SET message = coalesce(:message, d.message), note = coalesce(:note, d.note),
                              reply_to_id = nullif(coalesce(:replyTo, d.reply_to_id), 0), updated_at = now()
            RETURNING\s""" + COLUMNS;

    private static final String DELETE =
            "DELETE FROM drafts WHERE conversation_id = :conversation AND agent_id = :viewer";

    private static final String DELETE_BLANK = DELETE + " AND btrim(message) = '' AND btrim(note) = ''";

    private static final String LIST = "SELECT c.display_id, " + COLUMNS + """
              FROM drafts AS d
              JOIN conversations AS c ON c.id = d.conversation_id AND c.account_id = :account
             WHERE d.agent_id = :viewer AND c.inbox_id""" + Visibility.IS_VISIBLE + """

             ORDER BY d.updated_at DESC LIMIT 100
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ConversationAccess access;

    SqlDrafts(DatabaseClient database, TransactionalOperator transaction, ConversationAccess access) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
    }

    @Override
    public Mono<Draft> find(Viewer viewer, int displayId) {
        return access.require(viewer, displayId).flatMap(conversation -> one(FIND, viewer, conversation));
    }

    @Override
    public Mono<Draft> save(Viewer viewer, int displayId, DraftChange change) {
        requireShort("message", change.message());
        requireShort("note", change.note());
        return access.require(viewer, displayId)
                .flatMap(conversation -> bind(SAVE, viewer, conversation)
                        .bind("message", Values.orNull(change.message()))
                        .bind("note", Values.orNull(change.note()))
                        .bind("replyTo", Values.orNull(change.replyTo()))
                        .map(row -> draft(displayId, new Columns(row)))
                        .one()
                        .flatMap(saved -> bind(DELETE_BLANK, viewer, conversation)
                                .fetch()
                                .rowsUpdated()
                                .filter(gone -> gone == 0)
                                .map(kept -> saved)))
                .as(transaction::transactional);
    }

    @Override
    public Mono<Void> delete(Viewer viewer, int displayId) {
        return access.require(viewer, displayId)
                .flatMap(conversation -> bind(DELETE, viewer, conversation).then());
    }

    @Override
    public Flux<Draft> list(Viewer viewer) {
        return Visibility.bind(database.sql(LIST), viewer)
                .map(row -> draft(new Columns(row).number("display_id"), new Columns(row)))
                .all();
    }

    private Mono<Draft> one(String sql, Viewer viewer, ConversationState conversation) {
        return bind(sql, viewer, conversation)
                .map(row -> draft(conversation.displayId(), new Columns(row)))
                .one();
    }

    private GenericExecuteSpec bind(String sql, Viewer viewer, ConversationState conversation) {
        return database.sql(sql)
                .bind("conversation", conversation.id().value())
                .bind("viewer", viewer.agentId().value());
    }

    private static Draft draft(int displayId, Columns columns) {
        Integer replyTo = columns.numberOrNull("reply_to_id");
        return new Draft(
                displayId,
                columns.text("message"),
                columns.text("note"),
                replyTo == null ? null : new MessageId(replyTo),
                columns.instant("updated_at"));
    }

    private static void requireShort(String attribute, @Nullable String text) {
        if (text != null && text.length() > MessageContent.MAX_TEXT) {
            throw new Invalid(
                    attribute, "Draft is too long (maximum is %d characters)".formatted(MessageContent.MAX_TEXT));
        }
    }
}
