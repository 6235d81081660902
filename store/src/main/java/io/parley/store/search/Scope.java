package io.parley.store.search;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.store.search.Search.SearchFilter;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/**
 * Where is looked.
 *
 * @param except a conversation whose messages are left out
 * @param publishedOnly leaves out drafts among articles
 */
public record Scope(
        Set<DocumentKind> kinds,
        SearchFilter filter,
        @Nullable ConversationId except,
        boolean publishedOnly) {

    /** A value and no join, so that it is looked up for each candidate: a join would read all messages there are. */
    private static final String OF_MESSAGE = """
             AND (SELECT true FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id
                   WHERE m.id = d.message_id%s)""";

    private static final String NOT_IN_CONVERSATION = """
             AND (d.message_id IS NULL
                  OR d.message_id <> ALL (ARRAY(SELECT m.id FROM messages AS m WHERE m.conversation_id = :except)))""";

    private static final String PUBLISHED = """
             AND (d.article_id IS NULL
                  OR EXISTS (SELECT FROM articles AS a WHERE a.id = d.article_id AND a.status = 'published'))""";

    public Scope {
        kinds = Set.copyOf(kinds);
    }

    static Scope of(Set<DocumentKind> kinds, SearchFilter filter) {
        return new Scope(kinds, filter, null, false);
    }

    /** Whether an account has few of them at most, so that all can be compared. */
    boolean isSmall() {
        return kinds.stream().allMatch(DocumentKind::isWritten);
    }

    String[] kindNames() {
        return kinds.stream().map(DocumentKind::wireName).toArray(String[]::new);
    }

    /**
     * What must be true, beside kind and inbox being visible.
     *
     * @param table the alias of a table with {@code inbox_id}; the rest is asked of a document called {@code d}
     */
    String conditions(String table) {
        return (filter.inboxId() == null ? "" : " AND " + table + ".inbox_id = :inbox") + ofDocument();
    }

    /** Whether {@link #conditions} ask something of the document. */
    boolean asksDocument() {
        return !ofDocument().isEmpty();
    }

    private String ofDocument() {
        String message = (filter.status() == null ? "" : " AND c.status = :status")
                + (filter.assigneeId() == null ? "" : " AND c.assignee_id = :assignee")
                + (filter.since() == null ? "" : " AND m.created_at >= :since")
                + (filter.until() == null ? "" : " AND m.created_at < :until")
                + (filter.label() == null
                        ? ""
                        : " AND EXISTS (SELECT FROM conversation_labels AS l"
                                + " WHERE l.conversation_id = c.id AND l.label = :label)");
        return (message.isEmpty() ? "" : " " + OF_MESSAGE.formatted(message))
                + (except == null ? "" : " " + NOT_IN_CONVERSATION)
                + (publishedOnly ? " " + PUBLISHED : "");
    }

    GenericExecuteSpec bind(GenericExecuteSpec statement) {
        GenericExecuteSpec bound = bind(filter, statement.bind("kinds", kindNames()));
        return except == null ? bound : bound.bind("except", except.value());
    }

    /** Binds what the filter has, by the names of its fields. */
    static GenericExecuteSpec bind(SearchFilter filter, GenericExecuteSpec statement) {
        GenericExecuteSpec bound = statement;
        bound = bind(bound, "inbox", filter.inboxId(), InboxId::value);
        bound = bind(bound, "status", filter.status(), ConversationStatus::wireName);
        bound = bind(bound, "assignee", filter.assigneeId(), AgentId::value);
        bound = bind(bound, "label", filter.label(), label -> label);
        bound = bind(bound, "since", filter.since(), time -> time);
        return bind(bound, "until", filter.until(), time -> time);
    }

    private static <T> GenericExecuteSpec bind(
            GenericExecuteSpec statement, String name, @Nullable T value, Function<T, Object> toBind) {
        return value == null ? statement : statement.bind(name, toBind.apply(value));
    }
}
