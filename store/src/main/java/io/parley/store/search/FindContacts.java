package io.parley.store.search;

import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.Columns;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.contact.ContactAccess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Finds contacts by parts of what they are known by, or by something much like it: names are misspelt and numbers
 * written with blanks. Served by {@code contacts_search_idx}.
 */
@Component
class FindContacts {

    private static final Pattern PHONE = Pattern.compile("[+()\\-. \\d]{5,}");
    private static final Pattern NO_DIGIT = Pattern.compile("\\D+");

    private static final String WORDS = "contact_words(ct.name, ct.email, ct.phone, ct.identifier)";

    /** Of many that match, any 1,000 are put in order. */
    private static final String FIND = """
            SELECT id, score
              FROM (SELECT ct.id, ct.last_activity_at,
                           CASE WHEN %1$s LIKE lower(unaccent(:like)) OR ct.phone LIKE :digits THEN 1.0::float8
                                ELSE word_similarity(lower(unaccent(:query)), %1$s)::float8 END AS score
                      FROM contacts AS ct
                     WHERE ct.account_id = :account AND %2$s
                       AND (%1$s LIKE lower(unaccent(:like)) OR %1$s LIKE :digits
                            OR lower(unaccent(:query)) <%% %1$s)%3$s
                     LIMIT 1000) AS found
             ORDER BY score DESC, last_activity_at DESC NULLS LAST, id DESC
             LIMIT :limit OFFSET :skip
            """;

    /** In this transaction: one wrong letter in a short name is allowed. */
    private static final String TUNE = "SELECT set_config('pg_trgm.word_similarity_threshold', '0.45', true)";

    private static final String IN_INBOX = """
             AND EXISTS (SELECT FROM contact_inboxes AS there WHERE there.contact_id = ct.id AND there.inbox_id = :inbox)""";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    FindContacts(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /** Best first, each with a score from 0 to 1. */
    Mono<Map<ContactId, Double>> find(Viewer viewer, String query, @Nullable InboxId inbox, int skip, int limit) {
        String asked = query.strip().replace("\0", "");
        if (asked.isEmpty()) {
            return Mono.just(Map.of());
        }
        String sql = FIND.formatted(WORDS, ContactAccess.IS_VISIBLE, inbox == null ? "" : IN_INBOX);
        GenericExecuteSpec statement = Visibility.bind(database.sql(sql), viewer)
                .bind("query", asked)
                .bind("like", "%" + escaped(asked) + "%")
                .bind("digits", Values.orNull(digits(asked)))
                .bind("limit", limit)
                .bind("skip", skip);
        statement = inbox == null ? statement : statement.bind("inbox", inbox.value());
        Mono<Map<ContactId, Double>> found = statement
                .map(row ->
                        Map.entry(new ContactId(new Columns(row).number("id")), Hit.number(new Columns(row), "score")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue, LinkedHashMap::new);
        return database.sql(TUNE).fetch().first().then(found).as(transaction::transactional);
    }

    /**
     * Like nothing, where no number is looked for: like an empty text would be every entry of the index, each in vain.
     */
    private static @Nullable String digits(String query) {
        return PHONE.matcher(query).matches() ? "%" + NO_DIGIT.matcher(query).replaceAll("") + "%" : null;
    }

    private static String escaped(String query) {
        return query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
