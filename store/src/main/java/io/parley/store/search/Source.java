package io.parley.store.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What documents are made of.
 *
 * @param id of the message, article or canned response
 * @param inboxId absent for what is everybody's
 * @param kind as {@code search_documents.kind} has it
 * @param words the whole text
 * @param texts the chunks vectors are made of; empty when there is nothing to be found: what was written of it goes
 */
record Source(
        Table table,
        int id,
        int accountId,
        @Nullable Integer inboxId,
        String kind,
        @Nullable String words,
        List<String> texts) {

    Source {
        texts = List.copyOf(texts);
    }

    /** Where it lies: the column of {@code search_documents} that names it. */
    enum Table {
        MESSAGES("message_id", "messages"),
        ARTICLES("article_id", "articles"),
        CANNED_RESPONSES("canned_response_id", "canned_responses");

        private final String column;
        private final String table;

        Table(String column, String table) {
            this.column = column;
            this.table = table;
        }

        /** The statement for this table: {@code %1$s} is the column, {@code %2$s} the table. */
        String in(String sql) {
            return sql.formatted(column, table);
        }
    }
}
