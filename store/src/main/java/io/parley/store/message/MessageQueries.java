package io.parley.store.message;

import io.parley.contract.Channel;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.conversation.ConversationState;
import io.parley.store.message.Messages.Revision;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds messages of one conversation. */
@Component
class MessageQueries {

    private static final int NEWEST = 20;
    private static final int AFTER = 100;
    private static final int FROM_ON = 30;
    private static final int BETWEEN = 1_000;

    /** Evolution API stores ids with it and asks for them without. */
    private static final String BRIDGE_PREFIX = "WAID:";

    /** A reaction is shown on its target; one that failed is shown by itself, so that somebody decides. */
    private static final String IS_SHOWN = """
            (m.content IS NULL OR m.content ->> 'type' <> 'reaction'
             OR (m.status = 'failed' AND m.deleted_at IS NULL))""";

    private static final String WINDOW = """
            SELECT m.id FROM messages AS m
             WHERE m.conversation_id = :conversation AND """ + " " + IS_SHOWN + """
            %s
             ORDER BY m.id %s LIMIT :limit
            """;

    private static final String AROUND = """
            (SELECT m.id FROM messages AS m
              WHERE m.conversation_id = :conversation AND m.id < :message AND\s""" + IS_SHOWN + """

              ORDER BY m.id DESC LIMIT :below)
             UNION ALL
            (SELECT m.id FROM messages AS m
              WHERE m.conversation_id = :conversation AND m.id >= :message AND\s""" + IS_SHOWN + """

              ORDER BY m.id LIMIT :above)
             ORDER BY id
            """;

    /** Read in the order of the conversation's index, whose ids rise with time. */
    private static final String FIRST_SINCE = """
            SELECT m.id FROM messages AS m
             WHERE m.conversation_id = :conversation AND m.created_at >= :time
             ORDER BY m.id LIMIT 1
            """;

    private static final String BY_ID = """
            SELECT id, source_id FROM messages WHERE id = :id AND conversation_id = :conversation
            """;

    /** One of the two partial indexes on source ids serves it: which, is the channel's affair. */
    private static final String BY_SOURCE = """
            SELECT id, source_id FROM messages
             WHERE inbox_id = :inbox AND source_id = ANY (:sourceIds) AND %s AND conversation_id = :conversation
             ORDER BY id DESC LIMIT 1
            """;

    private static final String SAME = """
            SELECT m.id FROM messages AS m
             WHERE m.inbox_id = :inbox AND m.source_id = :sourceId AND NOT m.source_is_unique
               AND m.conversation_id = :conversation AND m.direction = :direction
               AND m.text IS NOT DISTINCT FROM :text
               AND (SELECT count(*) FROM attachments AS f WHERE f.message_id = m.id) = :files
             ORDER BY m.id LIMIT 1
            """;

    /**
     * Who got no answer asks again within minutes; an id that a program gives to everything it says is no such thing.
     */
    private static final String ECHOED = """
            SELECT m.id
              FROM (SELECT id, echo_id, sender_agent_id, direction, private, text, created_at FROM messages
                     WHERE conversation_id = :conversation ORDER BY id DESC LIMIT 100) AS m
             WHERE m.echo_id = :echoId AND m.sender_agent_id = :sender AND m.direction = 'outgoing'
               AND m.private = :private AND m.text IS NOT DISTINCT FROM :text
               AND (SELECT count(*) FROM attachments AS f WHERE f.message_id = m.id) = :files
               AND m.created_at > now() - interval '1 hour'
             ORDER BY m.id LIMIT 1
            """;

    private static final String REVISIONS = """
            SELECT text, revised_at FROM message_revisions WHERE message_id = :message ORDER BY id LIMIT 1000
            """;

    private final DatabaseClient database;

    MessageQueries(DatabaseClient database) {
        this.database = database;
    }

    /** Oldest first. */
    Mono<List<MessageId>> window(ConversationId conversation, @Nullable MessageId before, @Nullable Integer after) {
        String bounds = (before == null ? "" : " AND m.id < :before")
                + (after == null ? "" : before == null ? " AND m.id > :after" : " AND m.id >= :after");
        boolean forwards = after != null;
        int limit = before != null && after != null ? BETWEEN : forwards ? AFTER : NEWEST;
        GenericExecuteSpec statement = database.sql(WINDOW.formatted(bounds, forwards ? "ASC" : "DESC"))
                .bind("conversation", conversation.value())
                .bind("limit", limit);
        if (before != null) {
            statement = statement.bind("before", before.value());
        }
        if (after != null) {
            statement = statement.bind("after", after);
        }
        return statement
                .map(row -> new MessageId(new Columns(row).number("id")))
                .all()
                .collectList()
                .map(ids -> forwards ? ids : ids.reversed());
    }

    /** Oldest first. */
    Mono<List<MessageId>> around(ConversationId conversation, MessageId message) {
        return database.sql(AROUND)
                .bind("conversation", conversation.value())
                .bind("message", message.value())
                .bind("below", NEWEST)
                .bind("above", FROM_ON)
                .map(row -> new MessageId(new Columns(row).number("id")))
                .all()
                .collectList();
    }

    /** Empty when nothing is that young. */
    Mono<MessageId> firstSince(ConversationId conversation, Instant time) {
        return database.sql(FIRST_SINCE)
                .bind("conversation", conversation.value())
                .bind("time", time)
                .map(row -> new MessageId(new Columns(row).number("id")))
                .one();
    }

    /** @throws StoreFailure.NotFound when it is no message of the conversation */
    Mono<Void> require(ConversationState conversation, MessageId id) {
        return byId(conversation, id)
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Message")))
                .then();
    }

    /** The id is asked before the source id; unknown ones are nothing. */
    Mono<RepliedTo> repliedTo(ConversationState conversation, @Nullable MessageId id, @Nullable String sourceId) {
        Mono<RepliedTo> byId = id == null ? Mono.empty() : byId(conversation, id);
        Mono<RepliedTo> bySource = sourceId == null || sourceId.isBlank()
                ? Mono.empty()
                : Mono.defer(() -> bySource(conversation, sourceId));
        return byId.switchIfEmpty(bySource).defaultIfEmpty(RepliedTo.NOTHING);
    }

    private Mono<RepliedTo> byId(ConversationState conversation, MessageId id) {
        return database.sql(BY_ID)
                .bind("id", id.value())
                .bind("conversation", conversation.id().value())
                .map(row -> repliedTo(new Columns(row)))
                .one();
    }

    Mono<RepliedTo> bySource(ConversationState conversation, String sourceId) {
        boolean api = conversation.channel() == Channel.API;
        return database.sql(BY_SOURCE.formatted(api ? "NOT source_is_unique" : "source_is_unique"))
                .bind("inbox", conversation.inboxId().value())
                .bind("sourceIds", spellings(sourceId))
                .bind("conversation", conversation.id().value())
                .map(row -> repliedTo(new Columns(row)))
                .one();
    }

    private static String[] spellings(String sourceId) {
        String bare = sourceId.startsWith(BRIDGE_PREFIX) ? sourceId.substring(BRIDGE_PREFIX.length()) : sourceId;
        return Stream.of(bare, BRIDGE_PREFIX + bare).toArray(String[]::new);
    }

    /**
     * The message a bridge sent before: bridges deliver again, and send edits under the same source id with other
     * words. Empty when it is a new one.
     */
    Mono<MessageId> same(ConversationState conversation, MessageDraft draft) {
        String sourceId = draft.sourceId();
        if (conversation.channel() != Channel.API || sourceId == null) {
            return Mono.empty();
        }
        return database.sql(SAME)
                .bind("inbox", conversation.inboxId().value())
                .bind("conversation", conversation.id().value())
                .bind("sourceId", sourceId)
                .bind("direction", draft.direction().wireName())
                .bind("text", Values.orNull(draft.text()))
                .bind("files", (long) draft.files().size())
                .map(row -> new MessageId(new Columns(row).number("id")))
                .one();
    }

    /** The agent's message that was stored already when its answer was lost. Empty when it is a new one. */
    Mono<MessageId> echoed(Viewer viewer, ConversationState conversation, MessageDraft draft, @Nullable String echoId) {
        return echoId == null
                ? Mono.empty()
                : database.sql(ECHOED)
                        .bind("conversation", conversation.id().value())
                        .bind("echoId", echoId)
                        .bind("sender", viewer.agentId().value())
                        .bind("private", draft.privateNote())
                        .bind("text", Values.orNull(draft.text()))
                        .bind("files", (long) draft.files().size())
                        .map(row -> new MessageId(new Columns(row).number("id")))
                        .one();
    }

    Flux<Revision> revisions(MessageId message) {
        return database.sql(REVISIONS)
                .bind("message", message.value())
                .map(row -> new Revision(new Columns(row).textOrNull("text"), new Columns(row).instant("revised_at")))
                .all();
    }

    private static RepliedTo repliedTo(Columns columns) {
        return new RepliedTo(new MessageId(columns.number("id")), columns.textOrNull("source_id"));
    }
}
