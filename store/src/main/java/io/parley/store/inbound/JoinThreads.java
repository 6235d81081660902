package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.email.ReceivedEmail;
import io.parley.store.Columns;
import io.parley.store.email.MailIds;
import io.parley.store.email.MailSubject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds the thread of every e-mail: by the Message-IDs it names (ours name the conversation), then by the token in the
 * address it was sent to, then by sender and subject where the inbox allows. A changed subject begins a new thread.
 * Threads of one batch are found in it.
 *
 * <p>Whoever writes into another's thread does not become its contact: they are named as the message's author.
 */
@Component
class JoinThreads {

    private static final String THREAD = """
            t.subject_key, c.id AS conversation_id, a.kind, a.value, ci.reply_to,
                   EXISTS (SELECT FROM contact_addresses AS s
                            WHERE s.account_id = c.account_id AND s.kind = 'email' AND s.value = k.sender
                              AND s.contact_id = c.contact_id) AS is_contact
            """;

    private static final String REST = """
              JOIN email_threads AS t ON t.conversation_id = c.id
              JOIN contact_inboxes AS ci ON ci.id = c.contact_inbox_id
              JOIN LATERAL (SELECT o.kind, o.value FROM contact_addresses AS o
                             WHERE o.contact_id = c.contact_id
                             ORDER BY (o.kind = 'email') DESC, o.created_at, o.value LIMIT 1) AS a ON true
            """;

    private static final String BY_IDS = "SELECT k.mail, k.rank, " + THREAD + """
              FROM unnest(:mails::int[], :ranks::int[], :inboxes::int[], :ids::text[], :uuids::text[], :senders::text[])
                   AS k (mail, rank, inbox_id, mail_id, uuid, sender)
              JOIN conversations AS c
                ON c.inbox_id = k.inbox_id
               AND c.id = coalesce((SELECT e.conversation_id FROM email_mail_ids AS e
                                     WHERE e.inbox_id = k.inbox_id AND e.mail_id = k.mail_id),
                                   (SELECT o.id FROM conversations AS o WHERE o.uuid = k.uuid::uuid))
            """ + REST;

    private static final String BY_SUBJECT = "SELECT k.mail, 0 AS rank, " + THREAD + """
              FROM unnest(:mails::int[], :accounts::int[], :inboxes::int[], :senders::text[], :subjects::text[])
                   AS k (mail, account_id, inbox_id, sender, subject_key)
              JOIN inboxes AS i ON i.id = k.inbox_id AND coalesce((i.channel_settings ->> 'threadBySubject')::boolean, false)
              JOIN contact_addresses AS s ON s.account_id = k.account_id AND s.kind = 'email' AND s.value = k.sender
              JOIN LATERAL (SELECT o.* FROM conversations AS o
                              JOIN email_threads AS ot ON ot.conversation_id = o.id AND ot.subject_key = k.subject_key
                             WHERE o.contact_id = s.contact_id AND o.inbox_id = k.inbox_id AND o.last_activity_at > :since
                             ORDER BY o.last_activity_at DESC, o.id DESC LIMIT 1) AS c ON true
            """ + REST;

    private static final String INBOXES_BY_SUBJECT = """
            SELECT id FROM inboxes
             WHERE id = ANY (:ids) AND coalesce((channel_settings ->> 'threadBySubject')::boolean, false)
            """;

    private final DatabaseClient database;
    private final Clock clock;
    private final InboundProperties properties;

    JoinThreads(DatabaseClient database, Clock clock, InboundProperties properties) {
        this.database = database;
        this.clock = clock;
        this.properties = properties;
    }

    Mono<Void> join(InboundBatch batch) {
        List<Arrival> mails =
                batch.arrivals().stream().filter(it -> it.email() != null).toList();
        if (mails.isEmpty()) {
            return Mono.empty();
        }
        return byIds(mails)
                .flatMap(found -> bySubject(mails, found))
                .zipWith(inboxesBySubject(mails))
                .doOnNext(both -> batch.join(new BatchThreads(mails, both.getT1(), both.getT2()).joined()))
                .then();
    }

    private Mono<Set<Integer>> inboxesBySubject(List<Arrival> mails) {
        return database.sql(INBOXES_BY_SUBJECT)
                .bind("ids", mails.stream().map(Arrival::inbox).distinct().toArray(Integer[]::new))
                .map(row -> new Columns(row).number("id"))
                .all()
                .collect(Collectors.toSet());
    }

    private Mono<TreeMap<Integer, List<Found>>> byIds(List<Arrival> mails) {
        List<Named> named = new ArrayList<>();
        for (int mail = 0; mail < mails.size(); mail++) {
            named.addAll(Named.by(mail, mails.get(mail)));
        }
        if (named.isEmpty()) {
            return Mono.just(new TreeMap<>());
        }
        return database.sql(BY_IDS)
                .bind("mails", numbers(named, Named::mail))
                .bind("ranks", numbers(named, Named::rank))
                .bind("inboxes", numbers(named, it -> mails.get(it.mail()).inbox()))
                .bind("ids", texts(named, Named::id))
                .bind("uuids", texts(named, Named::uuid))
                .bind("senders", texts(named, it -> mails.get(it.mail()).sender()))
                .map(row -> Found.of(new Columns(row)))
                .all()
                .collectList()
                .map(rows -> {
                    TreeMap<Integer, List<Found>> found = new TreeMap<>();
                    rows.stream()
                            .sorted(Comparator.comparingInt(Found::rank))
                            .forEach(it -> found.computeIfAbsent(it.mail(), mail -> new ArrayList<>())
                                    .add(it));
                    return found;
                });
    }

    private Mono<TreeMap<Integer, List<Found>>> bySubject(List<Arrival> mails, TreeMap<Integer, List<Found>> found) {
        List<Integer> open = new ArrayList<>();
        for (int mail = 0; mail < mails.size(); mail++) {
            if (!found.containsKey(mail) && !mails.get(mail).subjectKey().isEmpty()) {
                open.add(mail);
            }
        }
        if (open.isEmpty()) {
            return Mono.just(found);
        }
        return database.sql(BY_SUBJECT)
                .bind("mails", numbers(open, it -> it))
                .bind("accounts", numbers(open, it -> mails.get(it).account()))
                .bind("inboxes", numbers(open, it -> mails.get(it).inbox()))
                .bind("senders", texts(open, it -> mails.get(it).contact().value()))
                .bind("subjects", texts(open, it -> mails.get(it).subjectKey()))
                .bind("since", clock.instant().minus(properties.sameSubjectWithin()))
                .map(row -> Found.of(new Columns(row)))
                .all()
                .doOnNext(it -> found.put(it.mail(), List.of(it)))
                .then(Mono.just(found));
    }

    /** An id a mail names, most telling first: what it answers, what came before that, the address's token, its own. */
    private record Named(
            int mail, int rank, String id, @Nullable String uuid) {

        private static final int TOKEN = 1_000;
        private static final int OWN = 1_001;

        static List<Named> by(int mail, Arrival arrival) {
            ReceivedEmail email = Objects.requireNonNull(arrival.email());
            List<Named> named = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            List<String> ids = new ArrayList<>();
            if (email.inReplyTo() != null) {
                ids.add(email.inReplyTo());
            }
            ids.addAll(email.references().reversed());
            for (String id : ids) {
                if (seen.add(id)) {
                    named.add(new Named(mail, named.size(), id, MailIds.conversationOf(id)));
                }
            }
            if (email.replyToken() != null) {
                named.add(new Named(mail, TOKEN, "", email.replyToken()));
            }
            if (email.messageId() != null && seen.add(email.messageId())) {
                named.add(new Named(mail, OWN, email.messageId(), null));
            }
            return named;
        }
    }

    /**
     * A conversation a mail may belong to.
     *
     * @param contact an address of the conversation's contact
     * @param isContact whether the mail's sender is that contact
     */
    record Found(
            int mail,
            int rank,
            int conversation,
            String subjectKey,
            ContactAddress contact,
            @Nullable String replyTo,
            boolean isContact) {

        static Found of(Columns columns) {
            return new Found(
                    columns.number("mail"),
                    columns.number("rank"),
                    columns.number("conversation_id"),
                    columns.text("subject_key"),
                    new ContactAddress(ContactAddress.Kind.of(columns.text("kind")), columns.text("value")),
                    columns.textOrNull("reply_to"),
                    columns.flag("is_contact"));
        }

        boolean isOfSubject(String key) {
            return MailSubject.same(subjectKey, key);
        }

        /** The mail was named by one that came before it, so somebody has its place already. */
        boolean isOwnId() {
            return rank == Named.OWN;
        }
    }
}
