package io.parley.store.inbound;

import io.parley.store.Columns;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A locked contact, as far as messages may change it. */
record ContactRow(
        int id,
        String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String identifier,
        @Nullable String pictureUrl,
        boolean group,
        boolean blocked,
        @Nullable Instant lastActivityAt) {

    static final String COLUMNS = """
            ct.id, ct.name, ct.email, ct.phone, ct.identifier, ct.picture_url, ct.is_group, ct.blocked,
            ct.last_activity_at""";

    static ContactRow of(Columns columns) {
        return new ContactRow(
                columns.number("id"),
                columns.text("name"),
                columns.textOrNull("email"),
                columns.textOrNull("phone"),
                columns.textOrNull("identifier"),
                columns.textOrNull("picture_url"),
                columns.flag("is_group"),
                columns.flag("blocked"),
                columns.instantOrNull("last_activity_at"));
    }

    /** Whether only the time of the last activity differs, which nobody is told. */
    boolean isButForActivity(ContactRow other) {
        return equals(new ContactRow(
                other.id,
                other.name,
                other.email,
                other.phone,
                other.identifier,
                other.pictureUrl,
                other.group,
                other.blocked,
                lastActivityAt));
    }
}
