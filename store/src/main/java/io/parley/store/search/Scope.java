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

    /** True of a document called {@code d}. */
    String conditions() {
        StringBuilder conversation = new StringBuilder()
                .append(filter.status() == null ? "" : " AND c.status = :status")
                .append(filter.assigneeId() == null ? "" : " AND c.assignee_id = :assignee")
                .append(except == null ? "" : " AND c.id <> :except")
                .append(filter.since() == null ? "" : " AND m.created_at >= :since")
                .append(filter.until() == null ? "" : " AND m.created_at < :until")
                .append(
                        filter.label() == null
                                ? ""
                                : " AND EXISTS (SELECT FROM conversation_labels AS l"
                                        + " WHERE l.conversation_id = c.id AND l.label = :label)");
        String messages = conversation.isEmpty()
                ? ""
                : " AND EXISTS (SELECT FROM messages AS m JOIN conversations AS c ON c.id = m.conversation_id"
                        + " WHERE m.id = d.message_id" + conversation + ")";
        return (filter.inboxId() == null ? "" : " AND d.inbox_id = :inbox")
                + messages
                + (publishedOnly
                        ? " AND (d.article_id IS NULL OR EXISTS (SELECT FROM articles AS a"
                                + " WHERE a.id = d.article_id AND a.status = 'published'))"
                        : "");
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
