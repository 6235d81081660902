package io.parley.store.conversation;

import io.parley.contract.Channel;
import io.parley.contract.conversation.AgentView;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.conversation.TeamView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.id.TeamId;
import io.parley.contract.message.MessageView;
import io.parley.store.Columns;
import io.parley.store.contact.ContactViews;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Conversations as the contract shows them, read in one statement whatever the number. */
@Component
public class ConversationViews {

    /** Chatwoot's clients are told no higher number. */
    private static final int UNREAD_SHOWN = 10;

    private static final String BY_ID = """
            SELECT c.id, c.display_id, c.uuid, c.account_id, c.inbox_id, i.channel,
                   ci.source_id AS contact_source_id, c.status, c.priority::int AS priority,
                   c.custom_attributes, c.additional_attributes, c.unread_count, c.waiting_since, c.first_reply_at,
                   c.snoozed_until, c.agent_last_seen_at, c.assignee_last_seen_at, c.contact_last_seen_at,
                   c.last_activity_at, c.created_at, c.updated_at, c.last_message_id,
                   a.id AS assignee_id, a.name AS assignee_name, a.email AS assignee_email,
                   coalesce(a.display_name, a.name) AS assignee_available_name,
                   coalesce(aa.role = 'administrator', false) AS assignee_administrator,
                   t.id AS team_id, t.name AS team_name, t.description AS team_description,
                   t.allow_auto_assign AS team_allow_auto_assign,
                   ARRAY(SELECT l.label FROM conversation_labels AS l
                          WHERE l.conversation_id = c.id ORDER BY l.label) AS labels,
            """ + ContactViews.COLUMNS + """

              FROM conversations AS c
              JOIN inboxes AS i ON i.id = c.inbox_id
              JOIN contacts AS ct ON ct.id = c.contact_id
              JOIN contact_inboxes AS ci ON ci.id = c.contact_inbox_id
              LEFT JOIN agents AS a ON a.id = c.assignee_id
              LEFT JOIN account_agents AS aa ON aa.agent_id = a.id AND aa.account_id = c.account_id
              LEFT JOIN teams AS t ON t.id = c.team_id
             WHERE c.id = ANY (:ids)
            """;

    private final DatabaseClient database;
    private final ConversationMessages messages;

    ConversationViews(DatabaseClient database, ConversationMessages messages) {
        this.database = database;
        this.messages = messages;
    }

    /**
     * Without their last messages: for events that carry their message beside it. Unknown ids are absent from the map.
     */
    public Mono<Map<ConversationId, ConversationView>> load(Collection<ConversationId> ids) {
        return rows(ids).map(rows -> {
            Map<ConversationId, ConversationView> views = new LinkedHashMap<>();
            rows.forEach(row -> views.put(row.view().id(), row.view()));
            return views;
        });
    }

    /** With their last messages, in one statement more; in the order of the ids, without unknown ones. */
    public Mono<List<ConversationView>> loadWithLastMessages(List<ConversationId> ids) {
        return rows(ids).flatMap(rows -> messages.load(lastMessages(rows)).map(last -> inOrder(ids, rows, last)));
    }

    /** One that exists, with its last messages. */
    public Mono<ConversationView> loadOne(ConversationId id) {
        return loadWithLastMessages(List.of(id)).map(List::getFirst);
    }

    private Mono<List<LoadedRow>> rows(Collection<ConversationId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(List.of());
        }
        return database.sql(BY_ID)
                .bind("ids", ids.stream().map(ConversationId::value).distinct().toArray(Integer[]::new))
                .map(row -> LoadedRow.of(new Columns(row)))
                .all()
                .collectList();
    }

    private static List<MessageId> lastMessages(List<LoadedRow> rows) {
        return rows.stream()
                .map(LoadedRow::lastMessageId)
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<ConversationView> inOrder(
            List<ConversationId> ids, List<LoadedRow> rows, Map<MessageId, MessageView> last) {
        Map<ConversationId, ConversationView> views = new LinkedHashMap<>();
        rows.forEach(row -> views.put(row.view().id(), row.viewWith(last)));
        return ids.stream().map(views::get).filter(Objects::nonNull).toList();
    }

    /** A view that knows which message is its last, before that one is read. */
    private record LoadedRow(
            ConversationView view, @Nullable MessageId lastMessageId) {

        static LoadedRow of(Columns columns) {
            Integer lastMessageId = columns.numberOrNull("last_message_id");
            return new LoadedRow(
                    ConversationViews.view(columns), lastMessageId == null ? null : new MessageId(lastMessageId));
        }

        ConversationView viewWith(Map<MessageId, MessageView> last) {
            MessageView message = lastMessageId == null ? null : last.get(lastMessageId);
            return message == null ? view : view.withLastMessage(message);
        }
    }

    private static ConversationView view(Columns columns) {
        Integer priority = columns.numberOrNull("priority");
        return new ConversationView(
                new ConversationId(columns.number("id")),
                columns.number("display_id"),
                columns.uuid("uuid"),
                new AccountId(columns.number("account_id")),
                new InboxId(columns.number("inbox_id")),
                Channel.of(columns.text("channel")),
                ContactViews.view(columns),
                columns.text("contact_source_id"),
                ConversationStatus.of(columns.text("status")),
                priority == null ? null : Priority.values()[priority],
                assignee(columns),
                team(columns),
                columns.texts("labels"),
                columns.json("custom_attributes"),
                columns.json("additional_attributes"),
                Math.min(columns.number("unread_count"), UNREAD_SHOWN),
                columns.instantOrNull("waiting_since"),
                columns.instantOrNull("first_reply_at"),
                columns.instantOrNull("snoozed_until"),
                columns.instantOrNull("agent_last_seen_at"),
                columns.instantOrNull("assignee_last_seen_at"),
                columns.instantOrNull("contact_last_seen_at"),
                columns.instant("last_activity_at"),
                columns.instant("created_at"),
                columns.instant("updated_at"),
                null);
    }

    private static @Nullable AgentView assignee(Columns columns) {
        Integer id = columns.numberOrNull("assignee_id");
        return id == null
                ? null
                : new AgentView(
                        new AgentId(id),
                        new AccountId(columns.number("account_id")),
                        columns.text("assignee_name"),
                        columns.text("assignee_available_name"),
                        columns.text("assignee_email"),
                        columns.flag("assignee_administrator"));
    }

    private static @Nullable TeamView team(Columns columns) {
        Integer id = columns.numberOrNull("team_id");
        return id == null
                ? null
                : new TeamView(
                        new TeamId(id),
                        new AccountId(columns.number("account_id")),
                        columns.text("team_name"),
                        columns.textOrNull("team_description"),
                        columns.flag("team_allow_auto_assign"));
    }
}
