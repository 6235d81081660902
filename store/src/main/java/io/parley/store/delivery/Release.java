package io.parley.store.delivery;

import io.parley.contract.Channel;
import io.parley.contract.email.OutgoingEmail;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageView;
import io.parley.contract.outbound.Outbound;
import io.parley.store.ColumnArrays;
import io.parley.store.Columns;
import io.parley.store.conversation.ConversationMessages;
import io.parley.store.email.Envelope;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Lets conversations' next messages go to the provider, one at a time for each.
 *
 * <p>One mechanism for all: a reply goes at once when nothing is before it, after the one before is settled, or when
 * the time it was put off to has come.
 */
@Component
public class Release {

    private static final Logger log = LoggerFactory.getLogger(Release.class);

    /** The first unsettled message decides: while it is on its way or in doubt, nothing behind it goes. */
    private static final String RELEASE_HEADS = """
            WITH heads AS (
                SELECT DISTINCT ON (m.conversation_id) m.id, m.send_state, m.due_at
                  FROM messages AS m
                 WHERE m.conversation_id = ANY (:conversations)
                   AND m.send_state IN ('queued', 'released', 'deferred', 'unknown')
                 ORDER BY m.conversation_id, m.id)
            UPDATE messages AS m
               SET send_state = 'released', attempt = m.attempt + 1, released_at = :now, due_at = :doubted
              FROM heads AS h
             WHERE m.id = h.id AND (h.send_state = 'queued' OR (h.send_state = 'deferred' AND h.due_at <= :now))
            RETURNING m.id
            """;

    private static final String SENDS = """
            SELECT m.id, m.account_id, m.inbox_id, m.conversation_id, m.attempt, m.text, m.content, m.created_at,
                   m.reply_to_source_id, i.channel, """ + " " + Envelope.COLUMNS + """
                   ,
                   CASE i.channel WHEN 'email' THEN coalesce(ci.reply_to, ct.email, ci.source_id)
                                  WHEN 'webchat' THEN ci.source_id
                                  ELSE coalesce(ci.reply_to, ltrim(ct.phone, '+'), ci.source_id) END AS address,
                   q.source_id AS quoted_source_id, q.direction AS quoted_direction, left(q.text, 500) AS quoted_text,
                   q.author_address AS quoted_author,
                   (SELECT json_agg(json_build_object(
                               'type', 'media', 'kind', f.kind, 'fileKey', f.file_key, 'mediaType', f.media_type,
                               'sizeBytes', f.size_bytes, 'fileName', f.file_name, 'seconds', f.seconds)
                               ORDER BY f.position)
                      FROM attachments AS f WHERE f.message_id = m.id AND f.state = 'stored') AS files
              FROM messages AS m
              JOIN inboxes AS i ON i.id = m.inbox_id
              JOIN conversations AS c ON c.id = m.conversation_id
              JOIN contact_inboxes AS ci ON ci.id = c.contact_inbox_id
              JOIN contacts AS ct ON ct.id = c.contact_id
              LEFT JOIN messages AS q ON q.id = m.reply_to_id
              """ + Envelope.JOINS + """
             WHERE m.id = ANY (:ids)
             ORDER BY m.id
            """;

    /** Who is told it, so that another visitor of the same contact is not shown it. */
    private static final String TELL_VISITORS = """
            UPDATE messages AS m SET visitor = n.visitor
              FROM unnest(:ids::int[], :visitors::text[]) AS n (id, visitor)
             WHERE m.id = n.id
            """;

    /** As it leaves: what it is made of may be called something else later. */
    private static final String KEEP_SUBJECTS = """
            UPDATE messages AS m SET content_attributes = m.content_attributes || jsonb_build_object('mail_subject', n.subject)
              FROM unnest(:ids::int[], :subjects::text[]) AS n (id, subject)
             WHERE m.id = n.id
            """;

    private static final String NOTHING_TO_SEND = """
            UPDATE messages SET send_state = 'failed', status = 'failed', failure_reason = 'there is nothing to send',
                   due_at = NULL, updated_at = now()
             WHERE id = ANY (:ids)
            """;

    private final DatabaseClient database;
    private final ConversationMessages views;
    private final Outbox outbox;
    private final Clock clock;
    private final DeliveryProperties properties;

    Release(
            DatabaseClient database,
            ConversationMessages views,
            Outbox outbox,
            Clock clock,
            DeliveryProperties properties) {
        this.database = database;
        this.views = views;
        this.outbox = outbox;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * Releases the first unsettled message of each conversation when it waits and its time has come; nothing happens
     * while one is on its way or in doubt. Runs in the caller's transaction and is safe to repeat.
     */
    public Mono<Void> release(Collection<ConversationId> conversations) {
        if (conversations.isEmpty()) {
            return Mono.empty();
        }
        Integer[] ids = conversations.stream()
                .map(ConversationId::value)
                .distinct()
                .sorted()
                .toArray(Integer[]::new);
        return lock(ids).then(Mono.defer(() -> releaseHeads(ids))).flatMap(this::send);
    }

    private Mono<Void> lock(Integer[] conversations) {
        return database.sql("SELECT id FROM conversations WHERE id = ANY (:ids) ORDER BY id FOR NO KEY UPDATE")
                .bind("ids", conversations)
                .then();
    }

    private Mono<List<Integer>> releaseHeads(Integer[] conversations) {
        Instant now = clock.instant();
        return database.sql(RELEASE_HEADS)
                .bind("conversations", conversations)
                .bind("now", now)
                .bind("doubted", now.plus(properties.answerWithin()))
                .map(row -> new Columns(row).number("id"))
                .all()
                .collectList();
    }

    private Mono<Void> send(List<Integer> released) {
        if (released.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(SENDS)
                .bind("ids", released.toArray(Integer[]::new))
                .map(row -> ReleasedMessage.of(new Columns(row)))
                .all()
                .collectList()
                .flatMap(messages -> keepSubjects(messages)
                        .then(Mono.defer(() -> shown(messages)))
                        .flatMap(views -> outbox.append(messages.stream()
                                .filter(ReleasedMessage::isSomething)
                                .map(it -> it.entry(views.get(it.id())))
                                .toList()))
                        .then(failThoseWithout(messages)));
    }

    private Mono<Void> keepSubjects(List<ReleasedMessage> messages) {
        List<ReleasedMessage> mails =
                messages.stream().filter(it -> it.email() != null).toList();
        return mails.isEmpty()
                ? Mono.empty()
                : database.sql(KEEP_SUBJECTS)
                        .bind("ids", ColumnArrays.numbers(mails, it -> it.id().value()))
                        .bind("subjects", ColumnArrays.texts(mails, ReleasedMessage::subject))
                        .then();
    }

    /** Widgets show messages as they are, with their writer; no provider is between. */
    private Mono<Map<MessageId, MessageView>> shown(List<ReleasedMessage> messages) {
        List<ReleasedMessage> toVisitors =
                messages.stream().filter(it -> it.channel() == Channel.WEBCHAT).toList();
        if (toVisitors.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(TELL_VISITORS)
                .bind("ids", toVisitors.stream().map(it -> it.id().value()).toArray(Integer[]::new))
                .bind(
                        "visitors",
                        toVisitors.stream().map(ReleasedMessage::address).toArray(String[]::new))
                .then()
                .then(Mono.defer(() ->
                        views.load(toVisitors.stream().map(ReleasedMessage::id).toList())));
    }

    /** What was written checks this; should it happen all the same, the conversation must not stand still. */
    private Mono<Void> failThoseWithout(List<ReleasedMessage> messages) {
        List<ReleasedMessage> empty =
                messages.stream().filter(it -> !it.isSomething()).toList();
        if (empty.isEmpty()) {
            return Mono.empty();
        }
        empty.forEach(it -> log.warn("Message {} was queued with nothing to send", it.id()));
        return database.sql(NOTHING_TO_SEND)
                .bind("ids", empty.stream().map(it -> it.id().value()).toArray(Integer[]::new))
                .then()
                .then(Mono.defer(() -> release(
                        empty.stream().map(ReleasedMessage::conversation).toList())));
    }

    /** A message whose turn has come, with all that sending it takes. */
    private record ReleasedMessage(
            MessageId id,
            ConversationId conversation,
            AccountId account,
            InboxId inbox,
            Channel channel,
            int attempt,
            String address,
            List<MessageContent> parts,
            Outbound.@Nullable Quote quote,
            Instant createdAt,
            @Nullable OutgoingEmail email) {

        static ReleasedMessage of(Columns columns) {
            Media[] files = columns.jsonOrNull("files", Media[].class);
            MessageId id = new MessageId(columns.number("id"));
            Channel channel = Channel.of(columns.text("channel"));
            return new ReleasedMessage(
                    id,
                    new ConversationId(columns.number("conversation_id")),
                    new AccountId(columns.number("account_id")),
                    new InboxId(columns.number("inbox_id")),
                    channel,
                    columns.number("attempt"),
                    columns.text("address"),
                    MessageParts.of(
                            columns.textOrNull("text"),
                            columns.jsonOrNull("content", MessageContent.class),
                            files == null ? List.of() : List.of(files)),
                    quote(columns),
                    columns.instant("created_at"),
                    channel == Channel.EMAIL ? Envelope.of(columns, id, columns.text("address")) : null);
        }

        boolean isSomething() {
            return !parts.isEmpty();
        }

        @Nullable
        String subject() {
            return email == null ? null : email.subject();
        }

        OutboxEntry entry(@Nullable MessageView view) {
            return OutboxEntry.outbound(
                    channel,
                    new Outbound.Send(account, inbox, id, attempt, address, parts, quote, createdAt, email, view));
        }

        private static Outbound.@Nullable Quote quote(Columns columns) {
            String sourceId = Objects.requireNonNullElse(
                    columns.textOrNull("quoted_source_id"),
                    Objects.requireNonNullElse(columns.textOrNull("reply_to_source_id"), ""));
            if (sourceId.isEmpty()) {
                return null;
            }
            String direction = columns.textOrNull("quoted_direction");
            return new Outbound.Quote(
                    sourceId,
                    direction == null || Direction.of(direction) == Direction.INCOMING,
                    columns.textOrNull("quoted_text"),
                    columns.textOrNull("quoted_author"));
        }
    }
}
