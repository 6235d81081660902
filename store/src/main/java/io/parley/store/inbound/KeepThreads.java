package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.email.ReceivedEmail;
import io.parley.store.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Writes down which thread the mails of a batch, and those they name, belong to. Whoever names a mail before it comes
 * gives it its place; should that happen in another batch meanwhile, this one begins anew and finds it.
 */
@Component
class KeepThreads {

    private static final String BEGIN = """
            WITH begun AS (
                SELECT * FROM unnest(:conversations::int[], :subjects::text[], :keys::text[]) AS n (id, subject, subject_key)),
            named AS (
                UPDATE conversations AS c
                   SET additional_attributes = c.additional_attributes || jsonb_strip_nulls(
                           jsonb_build_object('source', 'email', 'mail_subject', b.subject))
                  FROM begun AS b
                 WHERE c.id = b.id)
            INSERT INTO email_threads (conversation_id, subject_key)
            SELECT id, subject_key FROM begun
                ON CONFLICT DO NOTHING
            """;

    private static final String ADD_IDS = """
            INSERT INTO email_mail_ids (inbox_id, mail_id, conversation_id)
            SELECT * FROM unnest(:inboxes::int[], :ids::text[], :conversations::int[])
                ON CONFLICT DO NOTHING
            RETURNING inbox_id, mail_id
            """;

    private final DatabaseClient database;

    KeepThreads(DatabaseClient database) {
        this.database = database;
    }

    /** After the conversations are there. */
    Mono<Void> keep(InboundBatch batch) {
        List<Arrival> mails =
                batch.arrivals().stream().filter(it -> it.email() != null).toList();
        return mails.isEmpty() ? Mono.empty() : begin(batch, mails).then(Mono.defer(() -> addIds(batch, mails)));
    }

    private Mono<Void> begin(InboundBatch batch, List<Arrival> mails) {
        Map<Integer, Arrival> begun = new LinkedHashMap<>();
        for (Arrival mail : mails) {
            if (mail.thread() < 0) {
                begun.putIfAbsent(batch.conversationOf(mail).id().value(), mail);
            }
        }
        if (begun.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(BEGIN)
                .bind("conversations", numbers(begun.keySet(), it -> it))
                .bind("subjects", texts(begun.values(), Arrival::subject))
                .bind("keys", texts(begun.values(), Arrival::subjectKey))
                .then();
    }

    private Mono<Void> addIds(InboundBatch batch, List<Arrival> mails) {
        Map<MailId, Integer> ids = new TreeMap<>();
        Set<MailId> own = new HashSet<>();
        for (Arrival mail : mails) {
            int conversation = batch.conversationOf(mail).id().value();
            ReceivedEmail email = mail.email();
            if (email == null) {
                continue;
            }
            List<String> named = new ArrayList<>(email.references());
            if (email.inReplyTo() != null) {
                named.add(email.inReplyTo());
            }
            if (email.messageId() != null) {
                MailId id = new MailId(mail.inbox(), email.messageId());
                boolean isNews = ids.putIfAbsent(id, conversation) == null;
                if (isNews && !mail.isExpected()) {
                    own.add(id);
                }
            }
            named.forEach(it -> ids.putIfAbsent(new MailId(mail.inbox(), it), conversation));
        }
        if (ids.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(ADD_IDS)
                .bind("inboxes", numbers(ids.keySet(), MailId::inbox))
                .bind("ids", texts(ids.keySet(), MailId::id))
                .bind("conversations", numbers(ids.values(), it -> it))
                .map(row -> MailId.of(new Columns(row)))
                .all()
                .collectList()
                .filter(added -> !new HashSet<>(added).containsAll(own))
                .flatMap(fewer -> Mono.error(new LostRace("a thread")));
    }

    /** A mail in an inbox; ordered, so that all insert in the same order. */
    private record MailId(int inbox, String id) implements Comparable<MailId> {
        static MailId of(Columns columns) {
            return new MailId(columns.number("inbox_id"), columns.text("mail_id"));
        }

        @Override
        public int compareTo(MailId other) {
            return inbox == other.inbox ? id.compareTo(other.id) : Integer.compare(inbox, other.inbox);
        }
    }
}
