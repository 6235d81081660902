package io.parley.store.message;

import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.AttachmentView;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageView;
import io.parley.contract.message.MessageView.ReactionView;
import io.parley.contract.message.MessageView.Sender;
import io.parley.store.Columns;
import io.parley.store.conversation.ConversationMessages;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Messages as the contract shows them, with their files and reactions, read in one statement whatever the number. */
@Component
public class MessageViews implements ConversationMessages {

    private static final String BY_ID = """
            SELECT m.id, m.account_id, m.inbox_id, m.conversation_id, c.display_id, m.contact_id, m.direction, m.private,
                   m.text, m.content, m.content_attributes, m.status, m.failure_reason, m.source_id, m.echo_id,
                   m.reply_to_id, m.reply_to_source_id, m.sender_agent_id, m.author, m.edited_at, m.deleted_at,
                   m.sent_at, m.received_at, m.created_at, m.updated_at, m.visitor,
                   ct.name AS contact_name, ct.picture_url AS contact_picture_url,
                   a.name AS agent_name, coalesce(a.display_name, a.name) AS agent_available_name,
                   (SELECT json_agg(json_build_object(
                               'id', f.id, 'kind', f.kind, 'state', f.state, 'fileKey', f.file_key,
                               'fileName', f.file_name, 'mediaType', f.media_type, 'sizeBytes', f.size_bytes,
                               'width', f.width, 'height', f.height, 'failureReason', f.failure_reason)
                               ORDER BY f.position)
                      FROM attachments AS f WHERE f.message_id = m.id) AS attachments,
                   (SELECT json_agg(json_build_object(
                               'emoji', r.emoji, 'fromContact', r.from_contact,
                               'author', CASE WHEN r.author NOT IN ('us', 'contact') THEN r.author END)
                               ORDER BY r.reacted_at, r.author)
                      FROM message_reactions AS r WHERE r.message_id = m.id AND r.emoji <> '') AS reactions
              FROM messages AS m
              JOIN conversations AS c ON c.id = m.conversation_id
              JOIN contacts AS ct ON ct.id = m.contact_id
              LEFT JOIN agents AS a ON a.id = m.sender_agent_id
             WHERE m.id = ANY (:ids)
            """;

    private final DatabaseClient database;

    MessageViews(DatabaseClient database) {
        this.database = database;
    }

    /** Unknown ids are absent from the map. */
    @Override
    public Mono<Map<MessageId, MessageView>> load(Collection<MessageId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(BY_ID)
                .bind("ids", ids.stream().map(MessageId::value).distinct().toArray(Integer[]::new))
                .map(row -> view(new Columns(row)))
                .all()
                .collectMap(MessageView::id);
    }

    private static MessageView view(Columns columns) {
        Integer replyToId = columns.numberOrNull("reply_to_id");
        return new MessageView(
                new MessageId(columns.number("id")),
                new AccountId(columns.number("account_id")),
                new InboxId(columns.number("inbox_id")),
                new ConversationId(columns.number("conversation_id")),
                columns.number("display_id"),
                new ContactId(columns.number("contact_id")),
                Direction.of(columns.text("direction")),
                columns.flag("private"),
                columns.textOrNull("text"),
                columns.jsonOrNull("content", MessageContent.class),
                DeliveryStatus.of(columns.text("status")),
                columns.textOrNull("failure_reason"),
                columns.textOrNull("source_id"),
                columns.textOrNull("echo_id"),
                replyToId == null ? null : new MessageId(replyToId),
                columns.textOrNull("reply_to_source_id"),
                sender(columns),
                columns.textOrNull("author"),
                list(columns.jsonOrNull("attachments", AttachmentView[].class)),
                list(columns.jsonOrNull("reactions", ReactionView[].class)),
                columns.json("content_attributes"),
                columns.instantOrNull("edited_at") != null,
                columns.instantOrNull("deleted_at") != null,
                columns.instantOrNull("sent_at"),
                columns.instant("created_at"),
                columns.instant("updated_at"),
                columns.instantOrNull("received_at"),
                columns.textOrNull("visitor"));
    }

    private static @Nullable Sender sender(Columns columns) {
        if (Direction.of(columns.text("direction")) == Direction.INCOMING) {
            return new Sender.OfContact(
                    new ContactId(columns.number("contact_id")),
                    columns.text("contact_name"),
                    columns.textOrNull("contact_picture_url"));
        }
        Integer agentId = columns.numberOrNull("sender_agent_id");
        return agentId == null
                ? null
                : new Sender.OfAgent(
                        new AgentId(agentId), columns.text("agent_name"), columns.text("agent_available_name"));
    }

    private static <T> List<T> list(T @Nullable [] elements) {
        return elements == null ? List.of() : List.of(elements);
    }
}
