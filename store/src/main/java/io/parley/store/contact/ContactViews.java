package io.parley.store.contact;

import io.parley.contract.contact.ContactView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ContactId;
import io.parley.store.Columns;
import java.util.Collection;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Contacts as the contract shows them, read in one statement whatever the number. */
@Component
public class ContactViews {

    /** What {@link #view} reads, of a table or join that calls the contact {@code ct}. */
    public static final String COLUMNS = """
            ct.id AS contact_id, ct.account_id AS contact_account_id, ct.name AS contact_name, ct.email AS contact_email,
            ct.phone AS contact_phone, ct.identifier AS contact_identifier, ct.picture_url AS contact_picture_url,
            ct.is_group AS contact_is_group, ct.blocked AS contact_blocked,
            ct.custom_attributes AS contact_custom_attributes,
            ct.additional_attributes AS contact_additional_attributes,
            ct.last_activity_at AS contact_last_activity_at, ct.created_at AS contact_created_at""";

    private final DatabaseClient database;

    ContactViews(DatabaseClient database) {
        this.database = database;
    }

    /** Unknown ids are absent from the map. */
    public Mono<Map<ContactId, ContactView>> load(Collection<ContactId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql("SELECT " + COLUMNS + " FROM contacts AS ct WHERE ct.id = ANY (:ids)")
                .bind("ids", ids.stream().map(ContactId::value).distinct().toArray(Integer[]::new))
                .map(row -> view(new Columns(row)))
                .all()
                .collectMap(ContactView::id);
    }

    /** The contact in a row that selected {@link #COLUMNS}. */
    public static ContactView view(Columns columns) {
        return new ContactView(
                new ContactId(columns.number("contact_id")),
                new AccountId(columns.number("contact_account_id")),
                columns.text("contact_name"),
                columns.textOrNull("contact_email"),
                columns.textOrNull("contact_phone"),
                columns.textOrNull("contact_identifier"),
                columns.textOrNull("contact_picture_url"),
                columns.flag("contact_is_group"),
                columns.flag("contact_blocked"),
                columns.json("contact_custom_attributes"),
                columns.json("contact_additional_attributes"),
                columns.instantOrNull("contact_last_activity_at"),
                columns.instant("contact_created_at"));
    }
}
