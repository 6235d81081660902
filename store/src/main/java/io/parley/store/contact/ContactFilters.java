package io.parley.store.contact;

import io.parley.store.filter.Condition;
import io.parley.store.filter.FilterSql;
import io.parley.store.filter.Filterable;
import io.parley.store.filter.Filterable.Attribute;
import io.parley.store.filter.Filterable.Type;
import java.util.List;
import java.util.Map;

/** What contacts, called {@code ct}, can be filtered by; the expressions are those of their indexes. */
final class ContactFilters {

    static final FilterSql NONE = new FilterSql("", Map.of());

    private static final Filterable CONTACTS = new Filterable(
            Map.ofEntries(
                    Map.entry("name", new Attribute("ct.name", Type.TEXT)),
                    Map.entry("email", new Attribute("ct.email", Type.TEXT)),
                    Map.entry("phone_number", new Attribute("ct.phone", Type.PHONE)),
                    Map.entry("identifier", new Attribute("ct.identifier", Type.WORD)),
                    Map.entry("blocked", new Attribute("ct.blocked", Type.FLAG)),
                    Map.entry("created_at", new Attribute("ct.created_at", Type.TIME)),
                    Map.entry("last_activity_at", new Attribute("ct.last_activity_at", Type.TIME)),
                    Map.entry("country_code", additional("country_code")),
                    Map.entry("city", additional("city")),
                    Map.entry("company_name", additional("company_name")),
                    Map.entry(
                            "labels",
                            new Attribute(
                                    "EXISTS (SELECT FROM contact_labels AS fl"
                                            + " WHERE fl.contact_id = ct.id AND fl.label = ANY (%s))",
                                    Type.LABELS))),
            "ct.custom_attributes");

    private ContactFilters() {}

    static FilterSql of(List<Condition> conditions) {
        return FilterSql.of(conditions, CONTACTS);
    }

    private static Attribute additional(String key) {
        return new Attribute("(ct.additional_attributes ->> '" + key + "')", Type.TEXT);
    }
}
