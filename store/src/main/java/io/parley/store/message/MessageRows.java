package io.parley.store.message;

import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.store.Columns;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.conversation.ConversationState;
import io.parley.store.message.Messages.NewFile;
import io.parley.store.message.Messages.NewMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes a new message with what it changes around it, statement by statement; the conversation is locked. */
@Component
class MessageRows {

    private static final String INSERT = """
            INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, private, text, content,
                                  content_attributes, status, source_id, source_is_unique, echo_id, reply_to_id,
                                  reply_to_source_id, sender_agent_id, send_state)
            VALUES (:account, :inbox, :conversation, :contact, :direction, :private, :text, :content::jsonb,
                    :contentAttributes::jsonb, :status, :sourceId, :sourceIsUnique, :echoId, :replyToId,
                    :replyToSourceId, :sender, :sendState)
            RETURNING id
            """;

    private static final String INSERT_FILES = """
            INSERT INTO attachments (account_id, inbox_id, message_id, position, kind, state, file_key, file_name,
                                     media_type, size_bytes, width, height)
            SELECT :account, :inbox, :message, f.position - 1, f.kind, 'stored', f.file_key, f.file_name,
                   f.media_type, f.size_bytes, f.width, f.height
              FROM unnest(:kinds::text[], :fileKeys::text[], :fileNames::text[], :mediaTypes::text[], :sizes::bigint[],
                          :widths::int[], :heights::int[])
                   WITH ORDINALITY AS f (kind, file_key, file_name, media_type, size_bytes, width, height, position)
            """;

    /** A contact has one open conversation in an inbox: where another is open, this one stays as it is. */
    private static final String TOUCH = """
            UPDATE conversations AS c
               SET last_activity_at = now(), last_message_id = :message, updated_at = now(),
                   first_reply_at = CASE WHEN :reply THEN coalesce(c.first_reply_at, now()) ELSE c.first_reply_at END,
                   waiting_since = CASE WHEN :reply THEN NULL
                                        WHEN :incoming THEN coalesce(c.waiting_since, now())
                                        ELSE c.waiting_since END,
                   unread_count = c.unread_count + CASE WHEN :incoming THEN 1 ELSE 0 END,
                   status = CASE WHEN seen.reopens THEN 'open' ELSE c.status END,
                   snoozed_until = CASE WHEN seen.reopens THEN NULL ELSE c.snoozed_until END
              FROM (SELECT :reopen AND NOT EXISTS (
                               SELECT FROM conversations AS other
                                WHERE other.inbox_id = :inbox AND other.contact_id = :contact
                                  AND other.status <> 'resolved' AND NOT other.threaded AND other.id <> :conversation) AS reopens) AS seen
             WHERE c.id = :conversation
            RETURNING seen.reopens
            """;

    private static final String TOUCH_CONTACT = "UPDATE contacts SET last_activity_at = now() WHERE id = :contact";

    private static final String REACT = """
            INSERT INTO message_reactions AS r (message_id, author, emoji, from_contact, reacted_at)
            VALUES (:message, 'us', :emoji, false, now())
                ON CONFLICT (message_id, author) DO UPDATE SET emoji = excluded.emoji, reacted_at = excluded.reacted_at
            """;

    private final DatabaseClient database;

    MessageRows(DatabaseClient database) {
        this.database = database;
    }

    Mono<MessageId> insert(
            Viewer viewer,
            ConversationState conversation,
            MessageDraft draft,
            NewMessage message,
            RepliedTo repliedTo) {
        boolean api = conversation.channel() == Channel.API;
        boolean queued = draft.goesToProvider(conversation.channel());
        return database.sql(INSERT)
                .bind("account", conversation.accountId().value())
                .bind("inbox", conversation.inboxId().value())
                .bind("conversation", conversation.id().value())
                .bind("contact", conversation.contactId().value())
                .bind("direction", draft.direction().wireName())
                .bind("private", draft.privateNote())
                .bind("text", Values.orNull(draft.text()))
                .bind("content", Values.orNull(json(draft.content())))
                .bind("contentAttributes", draft.contentAttributes())
                .bind("status", queued ? "accepted" : "sent")
                // elsewhere the provider gives the id
                .bind("sourceId", Values.orNull(api ? draft.sourceId() : null))
                .bind("sourceIsUnique", !api)
                .bind("echoId", Values.orNull(message.echoId()))
                .bind("replyToId", Values.orNull(repliedTo.idValue()))
                .bind("replyToSourceId", Values.orNull(repliedTo.sourceId()))
                .bind(
                        "sender",
                        Values.orNull(
                                draft.direction() == Direction.OUTGOING
                                        ? viewer.agentId().value()
                                        : null))
                .bind("sendState", Values.orNull(queued ? "queued" : null))
                .map(row -> new MessageId(new Columns(row).number("id")))
                .one()
                .flatMap(id -> insertFiles(conversation, id, draft.files()).thenReturn(id));
    }

    /** True when the message reopened the conversation. */
    Mono<Boolean> touch(ConversationState conversation, MessageDraft draft, MessageId message) {
        boolean incoming = draft.direction() == Direction.INCOMING;
        boolean closed = conversation.status() == ConversationStatus.RESOLVED
                || conversation.status() == ConversationStatus.SNOOZED;
        return database.sql(TOUCH)
                .bind("conversation", conversation.id().value())
                .bind("inbox", conversation.inboxId().value())
                .bind("contact", conversation.contactId().value())
                .bind("message", message.value())
                .bind("reply", draft.isReply())
                .bind("incoming", incoming)
                .bind("reopen", incoming && closed && !conversation.contactBlocked())
                .map(row -> new Columns(row).flag("reopens"))
                .one();
    }

    /** Before the conversation is locked: contacts come first. */
    Mono<Void> touchContact(ConversationState conversation) {
        return database.sql(TOUCH_CONTACT)
                .bind("contact", conversation.contactId().value())
                .then();
    }

    Mono<Void> react(MessageId target, String emoji) {
        return database.sql(REACT)
                .bind("message", target.value())
                .bind("emoji", emoji)
                .then();
    }

    private Mono<Void> insertFiles(ConversationState conversation, MessageId message, List<NewFile> files) {
        if (files.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(INSERT_FILES)
                .bind("account", conversation.accountId().value())
                .bind("inbox", conversation.inboxId().value())
                .bind("message", message.value())
                .bind("kinds", texts(files, it -> it.kind().wireName()))
                .bind("fileKeys", texts(files, NewFile::fileKey))
                .bind("fileNames", texts(files, NewFile::fileName))
                .bind("mediaTypes", texts(files, NewFile::mediaType))
                .bind("sizes", files.stream().map(NewFile::sizeBytes).toArray(Long[]::new))
                .bind("widths", numbers(files, NewFile::width))
                .bind("heights", numbers(files, NewFile::height))
                .then();
    }

    private static String[] texts(List<NewFile> files, Function<NewFile, String> field) {
        return files.stream().map(field).toArray(String[]::new);
    }

    private static @Nullable Integer[] numbers(List<NewFile> files, Function<NewFile, @Nullable Integer> field) {
        @Nullable Integer[] numbers = new Integer[files.size()];
        IntStream.range(0, files.size()).forEach(at -> numbers[at] = field.apply(files.get(at)));
        return numbers;
    }

    private static @Nullable String json(@Nullable MessageContent content) {
        return content == null ? null : new String(ContractJson.write(content), StandardCharsets.UTF_8);
    }
}
