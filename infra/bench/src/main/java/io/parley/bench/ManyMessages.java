package io.parley.bench;

import static org.awaitility.Awaitility.await;

import io.parley.bench.Labelled.Author;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As many messages as wanted, within minutes: written past the pipeline. Each says two of the labelled texts and the
 * number of an order, and its vector is not the model's but the sum of the two texts' own, made as long as 1. So
 * vectors lie where meanings of real texts lie; but fewer words are different than in as many real messages, and each
 * stands in more of them, which makes the index of words smaller and longer lists to be read.
 */
final class ManyMessages {

    /** Messages of a conversation. */
    private static final int TALK = 10;

    private static final int AT_ONCE = 50_000;

    private static final String INBOXES = """
            INSERT INTO inboxes (id, account_id, channel, name, identifier, webhook_secret_hash, webhook_secret_sealed)
            SELECT n, 1, 'api', 'Inbox ' || n, n, n, 'x' FROM generate_series(1, 5) AS n
            """;

    /** One in fifty is in the last inbox, the others share the rest; one in ten is open. */
    private static final String CONVERSATIONS = """
            INSERT INTO contacts (id, account_id, name, phone, last_activity_at)
            SELECT n, 1, 'Contact ' || n, '+1555' || lpad(n::text, 7, '0'), now() - n * interval '1 second'
              FROM generate_series(%1$d, %2$d) AS n;
            INSERT INTO contact_inboxes (id, contact_id, inbox_id, source_id)
            SELECT n, n, CASE n %% 50 WHEN 0 THEN 5 ELSE 1 + n %% 4 END, n FROM generate_series(%1$d, %2$d) AS n;
            INSERT INTO conversations (id, account_id, inbox_id, contact_id, contact_inbox_id, display_id, status,
                                       last_message_id, last_activity_at)
            SELECT n, 1, ci.inbox_id, n, n, n, CASE (n / 5) %% 10 WHEN 0 THEN 'open' ELSE 'resolved' END,
                   n * %3$d, now() - n * interval '1 second'
              FROM generate_series(%1$d, %2$d) AS n
              JOIN contact_inboxes AS ci ON ci.id = n
            """;

    private static final String LABELLED = """
            INSERT INTO messages (id, account_id, inbox_id, conversation_id, contact_id, direction, text, status)
            SELECT n, 1, c.inbox_id, c.id, c.id, CASE n %% 2 WHEN 1 THEN 'incoming' ELSE 'outgoing' END, t.text, 'sent'
              FROM unnest(?::text[]) WITH ORDINALITY AS t (text, n)
              JOIN conversations AS c ON c.id = 1 + (n - 1) / %d
            """.formatted(TALK);

    /** As if they had been there before search was. */
    private static final String FIND_LABELLED =
            "UPDATE search_backfill SET below_id = 1 + (SELECT max(id) FROM messages)";

    private static final String PARTS = """
            CREATE TABLE parts AS
            SELECT m.id AS n, m.text, d.words, e.embedding
              FROM messages AS m
              JOIN search_documents AS d ON d.message_id = m.id AND d.chunk = 0
              JOIN embeddings AS e ON e.document_id = d.id;
            ALTER TABLE parts ADD PRIMARY KEY (n)
            """;

    /** From and to a message; how many parts there are; what to add to a message's id for its document's. */
    private static final String PAIRS = """
            CREATE TEMPORARY TABLE pairs ON COMMIT DROP AS
            SELECT m.id, m.id + %4$d AS document_id, c.inbox_id, c.id AS conversation_id,
                   CASE m.id %% 2 WHEN 1 THEN 'incoming' ELSE 'outgoing' END AS direction,
                   a.text || ' ' || b.text || ' EN-' || m.id AS text,
                   a.words || b.words || to_tsvector('simple', 'en ' || m.id) AS words,
                   l2_normalize(a.embedding + b.embedding) AS embedding
              FROM generate_series(%1$d, %2$d) AS m (id)
              JOIN conversations AS c ON c.id = 1 + (m.id - 1) / %5$d
              JOIN parts AS a ON a.n = 1 + abs(hashint4(m.id)::bigint) %% %3$d
              JOIN parts AS b ON b.n = 1 + abs(hashint4(-m.id)::bigint) %% %3$d;
            INSERT INTO messages (id, account_id, inbox_id, conversation_id, contact_id, direction, text, status)
            SELECT id, 1, inbox_id, conversation_id, conversation_id, direction, text, 'sent' FROM pairs;
            INSERT INTO search_documents (id, account_id, inbox_id, kind, message_id, chunk, digest, words)
            SELECT document_id, 1, inbox_id, direction, id, 0, id, words FROM pairs;
            INSERT INTO embeddings (model_id, document_id, account_id, inbox_id, kind, embedding)
            SELECT m.id, document_id, 1, inbox_id, direction, embedding FROM pairs, embedding_models AS m
            """;

    /** Made once all is there, which takes less time. */
    private static final String INDEXES = """
             FROM pg_indexes WHERE schemaname = current_schema
                               AND (indexdef LIKE '% USING gin (words)%' OR indexdef LIKE '% USING hnsw %')
            """;

    private static final String TOTAL_SIZE = "SELECT pg_total_relation_size('%s')";
    private static final String TABLE_SIZE = "SELECT pg_table_size('%s')";

    private static final String INDEX_SIZE = """
            SELECT coalesce(sum(pg_relation_size(i.indexrelid)), 0)
              FROM pg_index AS i WHERE i.indrelid = '%s'::regclass AND (pg_get_indexdef(i.indexrelid) LIKE '%%%s%%') = %b
            """;

    private final Database database;

    ManyMessages(Database database) {
        this.database = database;
    }

    /** Lets the running hub embed the labelled texts; how many a second, from the first that is done to the last. */
    double embedLabelled() {
        List<String> texts = new ArrayList<>();
        Labelled.messages().stream().filter(it -> it.author() != Author.NOTE).forEach(it -> texts.add(it.text()));
        Labelled.cannedResponses().forEach(it -> texts.add(it.text()));
        Labelled.answers().forEach(it -> Collections.addAll(texts, it.question(), it.answer()));
        database.execute(INBOXES);
        database.execute(CONVERSATIONS.formatted(1, texts.size() / TALK + 1, TALK));
        database.insert(LABELLED, texts);
        database.execute(FIND_LABELLED);
        awaitEmbedded(1);
        long first = embedded();
        long begin = System.nanoTime();
        awaitEmbedded(texts.size());
        return (texts.size() - first) / seconds(begin);
    }

    private void awaitEmbedded(int texts) {
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> embedded() >= texts);
    }

    private long embedded() {
        return database.number("SELECT count(*) FROM embeddings");
    }

    /** Until there are as many, the labelled ones among them. */
    void fill(int messages) {
        long begin = System.nanoTime();
        database.execute(PARTS);
        int parts = (int) database.number("SELECT count(*) FROM parts");
        long lastDocument = database.number("SELECT max(id) FROM search_documents");
        database.execute(CONVERSATIONS.formatted(parts / TALK + 2, messages / TALK + 1, TALK));
        List<String> indexes = database.texts("SELECT indexdef" + INDEXES);
        database.texts("SELECT indexname" + INDEXES).forEach(it -> database.execute("DROP INDEX " + it));
        for (int from = parts + 1; from <= messages; from += AT_ONCE) {
            int to = Math.min(from + AT_ONCE - 1, messages);
            database.execute(PAIRS.formatted(from, to, parts, lastDocument, TALK));
        }
        System.out.printf("written          %8.0f s for %d messages, past the pipeline%n", seconds(begin), messages);
        for (String index : indexes) {
            long start = System.nanoTime();
            database.execute("SET maintenance_work_mem = '2GB'; " + index);
            System.out.printf("index made       %8.0f s %s%n", seconds(start), index.replaceAll(".* USING", "for"));
        }
        for (String table : List.of("messages", "conversations", "contacts", "search_documents", "embeddings")) {
            database.execute("VACUUM (ANALYZE) " + table);
        }
    }

    /** In bytes. */
    Map<String, Long> sizes() {
        String vectors = "embeddings_" + database.number("SELECT max(id) FROM embedding_models");
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("messages, with their indexes", database.number(TOTAL_SIZE.formatted("messages")));
        sizes.put("documents", database.number(TABLE_SIZE.formatted("search_documents")));
        sizes.put("documents' words, GIN", database.number(INDEX_SIZE.formatted("search_documents", "gin", true)));
        sizes.put("documents' other indexes", database.number(INDEX_SIZE.formatted("search_documents", "gin", false)));
        sizes.put("vectors", database.number(TABLE_SIZE.formatted(vectors)));
        sizes.put("vectors, HNSW", database.number(INDEX_SIZE.formatted(vectors, "hnsw", true)));
        sizes.put("vectors' other indexes", database.number(INDEX_SIZE.formatted(vectors, "hnsw", false)));
        return sizes;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
