package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.ColumnArrays;
import io.parley.store.Columns;
import io.parley.store.Viewer;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes down what happened to a conversation: lines in its history that agents read, and events for everyone else. */
@Component
class ConversationEvents {

    private static final String INSERT_LINES = """
            INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, content_attributes, status)
            SELECT c.account_id, c.inbox_id, c.id, c.contact_id, 'activity', line.text,
                   jsonb_build_object('activity', line.activity::jsonb), 'sent'
              FROM conversations AS c
             CROSS JOIN unnest(:texts::text[], :activities::text[]) WITH ORDINALITY AS line (text, activity, position)
             WHERE c.id = :conversation
             ORDER BY line.position
            RETURNING id
            """;

    private static final String INSERT_LINE_EACH = """
            INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, content_attributes, status)
            SELECT c.account_id, c.inbox_id, c.id, c.contact_id, 'activity', line.text,
                   jsonb_build_object('activity', line.activity::jsonb), 'sent'
              FROM unnest(:conversations::int[], :texts::text[], :activities::text[])
                   AS line (conversation_id, text, activity)
              JOIN conversations AS c ON c.id = line.conversation_id
             ORDER BY c.id
            RETURNING id, conversation_id
            """;

    private final DatabaseClient database;
    private final ConversationViews views;
    private final ConversationMessages messages;
    private final Outbox outbox;
    private final Clock clock;

    ConversationEvents(
            DatabaseClient database,
            ConversationViews views,
            ConversationMessages messages,
            Outbox outbox,
            Clock clock) {
        this.database = database;
        this.views = views;
        this.messages = messages;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** In the caller's transaction. Answers with the conversation as it now is. */
    Mono<ConversationView> updated(ConversationState state, Set<Change> changed, List<HistoryLine> lines) {
        return insert(state.id(), lines)
                .flatMap(inserted -> views.loadOne(state.id())
                        .flatMap(conversation -> messages.load(inserted)
                                .flatMap(loaded -> outbox.append(
                                        entries(state.viewerId(), conversation, changed, inserted, loaded)))
                                .thenReturn(conversation)));
    }

    /** In the caller's transaction: several conversations changed alike, without lines. */
    Mono<Void> updated(List<ConversationId> ids, Set<Change> changed) {
        return views.loadWithLastMessages(ids)
                .map(conversations -> conversations.stream()
                        .map(conversation ->
                                entry(conversation, new EventBody.ConversationUpdated(conversation, changed), null))
                        .toList())
                .flatMap(outbox::append);
    }

    /** In the caller's transaction: several conversations changed alike, each with a line of its own. */
    Mono<Void> updated(Map<ConversationId, HistoryLine> lines, Set<Change> changed) {
        if (lines.isEmpty()) {
            return Mono.empty();
        }
        List<ConversationId> ids = List.copyOf(lines.keySet());
        return insertEach(ids, lines)
                .flatMap(inserted -> views.loadWithLastMessages(ids)
                        .zipWhen(
                                conversations -> messages.load(List.copyOf(inserted.values())),
                                (conversations, loaded) -> conversations.stream()
                                        .flatMap(it ->
                                                entries(null, it, changed, List.of(lineOf(it, inserted)), loaded)
                                                        .stream())
                                        .toList()))
                .flatMap(outbox::append);
    }

    private Mono<Map<ConversationId, MessageId>> insertEach(
            List<ConversationId> ids, Map<ConversationId, HistoryLine> lines) {
        List<HistoryLine> told =
                ids.stream().map(it -> Objects.requireNonNull(lines.get(it))).toList();
        return database.sql(INSERT_LINE_EACH)
                .bind("conversations", ColumnArrays.numbers(ids, ConversationId::value))
                .bind("texts", ColumnArrays.texts(told, HistoryLine::text))
                .bind("activities", ColumnArrays.json(told, HistoryLine::activity))
                .map(row -> line(new Columns(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map.Entry<ConversationId, MessageId> line(Columns columns) {
        return Map.entry(new ConversationId(columns.number("conversation_id")), new MessageId(columns.number("id")));
    }

    private static MessageId lineOf(ConversationView conversation, Map<ConversationId, MessageId> inserted) {
        return Objects.requireNonNull(inserted.get(conversation.id()));
    }

    /** In the caller's transaction. Answers with the new conversation. */
    Mono<ConversationView> created(ConversationId id, AgentId actor) {
        return views.loadOne(id)
                .flatMap(conversation -> outbox.append(
                                List.of(entry(conversation, new EventBody.ConversationCreated(conversation), actor)))
                        .thenReturn(conversation));
    }

    private Mono<List<MessageId>> insert(ConversationId id, List<HistoryLine> lines) {
        return lines.isEmpty()
                ? Mono.just(List.of())
                : database.sql(INSERT_LINES)
                        .bind("conversation", id.value())
                        .bind("texts", ColumnArrays.texts(lines, HistoryLine::text))
                        .bind("activities", ColumnArrays.json(lines, HistoryLine::activity))
                        .map(row -> new MessageId(new Columns(row).number("id")))
                        .all()
                        .collectList();
    }

    private List<OutboxEntry> entries(
            @Nullable AgentId actor,
            ConversationView conversation,
            Set<Change> changed,
            List<MessageId> inserted,
            Map<MessageId, MessageView> loaded) {
        List<OutboxEntry> entries = new ArrayList<>();
        entries.add(entry(conversation, new EventBody.ConversationUpdated(conversation, changed), actor));
        inserted.forEach(line -> entries.add(entry(
                conversation,
                new EventBody.MessageCreated(
                        Objects.requireNonNull(loaded.get(line)), conversation.withoutLastMessage()),
                actor)));
        return entries;
    }

    private OutboxEntry entry(ConversationView conversation, EventBody body, @Nullable AgentId actor) {
        return OutboxEntry.event(new HubEvent(
                UUID.randomUUID().toString(),
                conversation.accountId(),
                conversation.inboxId(),
                clock.instant(),
                body,
                actor != null && Viewer.isAgent(actor) ? actor : null));
    }
}
