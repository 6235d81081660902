package io.parley.store.message;

import io.parley.contract.Channel;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.outbound.Outbound;
import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.conversation.ConversationState;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes a message's words and files away, here and at the provider; the conversation is locked. */
@Component
class MessageRemoval {

    private static final String FIND = """
            SELECT m.id, m.direction, m.private, m.send_state, m.source_id, m.status, m.deleted_at, m.reply_to_id,
                   coalesce(m.content ->> 'type' = 'reaction', false) AS is_reaction,
                   ARRAY(SELECT p.source_id FROM message_parts AS p WHERE p.message_id = m.id ORDER BY p.source_id) AS parts
              FROM messages AS m
             WHERE m.id = :id AND m.conversation_id = :conversation
               FOR NO KEY UPDATE
            """;

    private static final String KEEP_REVISION = """
            INSERT INTO message_revisions (message_id, text, revised_at)
            SELECT id, text, now() FROM messages WHERE id = :id AND text IS NOT NULL
            """;

    /** A reaction keeps saying that it is one, so that lists go on leaving it out. */
    private static final String CLEAR = """
            UPDATE messages
               SET text = NULL, content_attributes = content_attributes - '{email,email_html_content,mail_subject}'::text[], content = CASE WHEN content ->> 'type' = 'reaction' THEN content END,
                   deleted_at = now(), updated_at = now(),
                   status = CASE WHEN :unsent THEN 'failed' ELSE status END,
                   failure_reason = CASE WHEN :unsent THEN 'deleted before it was sent' ELSE failure_reason END,
                   send_state = CASE WHEN :unsent THEN 'failed' ELSE send_state END,
                   due_at = CASE WHEN :unsent THEN NULL ELSE due_at END
             WHERE id = :id
            """;

    private static final String CLEAR_FILES = "DELETE FROM attachments WHERE message_id = :id RETURNING file_key";

    private static final String CLEAR_REACTIONS = """
            UPDATE message_reactions SET emoji = '', reacted_at = now() WHERE message_id = :id AND emoji <> ''
            """;

    private static final String TAKE_REACTION_BACK = """
            UPDATE message_reactions SET emoji = '', reacted_at = now() WHERE message_id = :target AND author = 'us'
            """;

    private final DatabaseClient database;
    private final Outbox outbox;

    MessageRemoval(DatabaseClient database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** @throws StoreFailure.NotFound when the conversation has no such message */
    Mono<Removable> find(ConversationState conversation, MessageId id) {
        return database.sql(FIND)
                .bind("id", id.value())
                .bind("conversation", conversation.id().value())
                .map(row -> Removable.of(new Columns(row)))
                .one()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Message")));
    }

    /** The keys of the files that nobody refers to any more. */
    Mono<List<String>> remove(ConversationState conversation, Removable message) {
        return run(KEEP_REVISION, message.id())
                .then(clear(message))
                .then(run(CLEAR_REACTIONS, message.id()))
                .then(takeReactionBack(message))
                .then(takeBack(conversation, message))
                .then(clearFiles(message.id()));
    }

    private Mono<Void> clear(Removable message) {
        return database.sql(CLEAR)
                .bind("id", message.id().value())
                .bind("unsent", message.waits())
                .then();
    }

    private Mono<Void> takeReactionBack(Removable message) {
        Integer target = message.replyToId();
        return message.reaction() && target != null
                ? database.sql(TAKE_REACTION_BACK).bind("target", target).then()
                : Mono.empty();
    }

    private Mono<Void> takeBack(ConversationState conversation, Removable message) {
        boolean canTakeBack = conversation.channel() == Channel.WHATSAPP || conversation.channel() == Channel.WEBCHAT;
        if (!canTakeBack || conversation.inboxDeleted() || !message.wasSentByUs()) {
            return Mono.empty();
        }
        return outbox.append(message.sourceIds().stream()
                .map(sourceId -> new Outbound.Delete(
                        conversation.accountId(),
                        conversation.inboxId(),
                        message.id(),
                        conversation.address(),
                        sourceId))
                .map(delete -> OutboxEntry.outbound(conversation.channel(), delete))
                .toList());
    }

    private Mono<List<String>> clearFiles(MessageId id) {
        return database.sql(CLEAR_FILES)
                .bind("id", id.value())
                .map(row -> Objects.requireNonNullElse(new Columns(row).textOrNull("file_key"), ""))
                .all()
                .filter(key -> !key.isEmpty())
                .collectList();
    }

    private Mono<Void> run(String sql, MessageId id) {
        return database.sql(sql).bind("id", id.value()).then();
    }

    /** A message as its removal finds it. */
    record Removable(
            MessageId id,
            Direction direction,
            boolean privateNote,
            @Nullable String sendState,
            @Nullable String sourceId,
            List<String> parts,
            boolean deleted,
            boolean reaction,
            @Nullable Integer replyToId) {

        static Removable of(Columns columns) {
            return new Removable(
                    new MessageId(columns.number("id")),
                    Direction.of(columns.text("direction")),
                    columns.flag("private"),
                    columns.textOrNull("send_state"),
                    columns.textOrNull("source_id"),
                    columns.texts("parts"),
                    columns.instantOrNull("deleted_at") != null,
                    columns.flag("is_reaction"),
                    columns.numberOrNull("reply_to_id"));
        }

        /** Nothing of it has left the hub. */
        boolean waits() {
            return "queued".equals(sendState) || "deferred".equals(sendState);
        }

        /** Also when an agent wrote it on the phone. */
        boolean wasSentByUs() {
            return (direction == Direction.OUTGOING || direction == Direction.TEMPLATE)
                    && !privateNote
                    && !reaction
                    && !sourceIds().isEmpty();
        }

        boolean mayBeSentAgain() {
            return direction != Direction.INCOMING
                    && !deleted
                    && ("failed".equals(sendState) || "unknown".equals(sendState));
        }

        /** Of a message that left in part: those of the parts. */
        List<String> sourceIds() {
            return Stream.concat(Stream.ofNullable(sourceId), parts.stream())
                    .distinct()
                    .toList();
        }
    }
}
