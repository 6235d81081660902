package io.parley.store.conversation;

import io.parley.store.filter.Condition;
import io.parley.store.filter.FilterSql;
import io.parley.store.filter.Filterable;
import io.parley.store.filter.Filterable.Attribute;
import io.parley.store.filter.Filterable.Type;
import java.util.List;
import java.util.Map;

/** What conversations, called {@code c}, can be filtered by. */
final class ConversationFilters {

    private static final String PRIORITY =
            "(CASE c.priority WHEN 0 THEN 'low' WHEN 1 THEN 'medium' WHEN 2 THEN 'high' WHEN 3 THEN 'urgent' END)";

    private static final Filterable CONVERSATIONS = new Filterable(
            Map.ofEntries(
                    Map.entry("status", new Attribute("c.status", Type.WORD)),
                    Map.entry("priority", new Attribute(PRIORITY, Type.WORD)),
                    Map.entry("assignee_id", new Attribute("c.assignee_id", Type.NUMBER)),
                    Map.entry("inbox_id", new Attribute("c.inbox_id", Type.NUMBER)),
                    Map.entry("team_id", new Attribute("c.team_id", Type.NUMBER)),
                    Map.entry("contact_id", new Attribute("c.contact_id", Type.NUMBER)),
                    Map.entry("display_id", new Attribute("c.display_id", Type.NUMBER)),
                    Map.entry("created_at", new Attribute("c.created_at", Type.TIME)),
                    Map.entry("last_activity_at", new Attribute("c.last_activity_at", Type.TIME)),
                    Map.entry("waiting_since", new Attribute("c.waiting_since", Type.TIME)),
                    Map.entry("campaign_id", additional("campaign_id")),
                    Map.entry("browser_language", additional("browser_language")),
                    Map.entry("conversation_language", additional("conversation_language")),
                    Map.entry("referer", additional("referer")),
                    Map.entry("mail_subject", additional("mail_subject")),
                    Map.entry(
                            "labels",
                            new Attribute(
                                    "EXISTS (SELECT FROM conversation_labels AS fl"
                                            + " WHERE fl.conversation_id = c.id AND fl.label = ANY (%s))",
                                    Type.LABELS))),
            "c.custom_attributes");

    private ConversationFilters() {}

    static FilterSql of(List<Condition> conditions) {
        return FilterSql.of(conditions, CONVERSATIONS);
    }

    private static Attribute additional(String key) {
        return new Attribute("(c.additional_attributes ->> '" + key + "')", Type.TEXT);
    }
}
