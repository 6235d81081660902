package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.flags;
import static io.parley.store.ColumnArrays.instants;
import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.contact.Party;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.ConversationId;
import io.parley.store.Columns;
import io.parley.store.inbound.InboundBatch.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives every message its conversation: the contact's open one in the inbox, else their newest, else a new one. A
 * contact has one line in an inbox; what was resolved is opened again rather than begun anew. A mail's thread was found
 * before: it names its conversation, or asks for a new one.
 */
@Component
class OpenConversations {

    private static final String FIND = """
            SELECT k.inbox_id, k.contact_id, k.thread, ci.id AS newest_contact_inbox_id, ci.reply_to AS newest_reply_to,
                   c.id, c.status, c.waiting_since, c.first_reply_at, c.away_replied_at, c.contact_inbox_id,
                   used.reply_to AS used_reply_to
              FROM unnest(:inboxes::int[], :contacts::int[], :threads::int[]) AS k (inbox_id, contact_id, thread)
              LEFT JOIN LATERAL (SELECT i.id, i.reply_to FROM contact_inboxes AS i
                                  WHERE i.contact_id = k.contact_id AND i.inbox_id = k.inbox_id
                                  ORDER BY i.id DESC LIMIT 1) AS ci ON true
              LEFT JOIN LATERAL (SELECT o.* FROM conversations AS o
                                  -- by the contact's index: an inbox has far more, whatever old statistics say
                                  WHERE o.contact_id = k.contact_id AND o.inbox_id + 0 = k.inbox_id
                                    AND (o.id = k.thread OR (k.thread = 0 AND NOT o.threaded))
                                  ORDER BY (o.status = 'resolved'), o.last_activity_at DESC, o.id DESC LIMIT 1
                                    FOR NO KEY UPDATE) AS c ON true
              LEFT JOIN contact_inboxes AS used ON used.id = c.contact_inbox_id
            """;

    private static final String ADD_CONTACT_INBOXES = """
            INSERT INTO contact_inboxes (contact_id, inbox_id, source_id, reply_to)
            SELECT n.contact_id, n.inbox_id, n.source_id, n.reply_to
              FROM unnest(:contacts::int[], :inboxes::int[], :sources::text[], :replyTos::text[])
                   AS n (contact_id, inbox_id, source_id, reply_to)
                ON CONFLICT (inbox_id, source_id) DO UPDATE SET contact_id = excluded.contact_id, reply_to = excluded.reply_to
            RETURNING id, inbox_id, contact_id
            """;

    private static final String ANSWER_TO = """
            UPDATE contact_inboxes AS ci SET reply_to = n.reply_to, updated_at = now()
              FROM unnest(:ids::int[], :replyTos::text[]) AS n (id, reply_to)
             WHERE ci.id = n.id
            """;

    private static final String TAKE_NUMBERS = """
            UPDATE accounts AS a SET next_display_id = a.next_display_id + n.number
              FROM unnest(:accounts::int[], :numbers::int[]) AS n (id, number)
             WHERE a.id = n.id
            RETURNING a.id, a.next_display_id - n.number AS first_number
            """;

    private static final String CREATE = """
            INSERT INTO conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id, status, threaded)
            SELECT * FROM unnest(:accounts::int[], :inboxes::int[], :contacts::int[], :contactInboxes::int[],
                                 :displayIds::int[], :statuses::text[], :threaded::boolean[])
                ON CONFLICT (inbox_id, contact_id) WHERE status <> 'resolved' AND NOT threaded DO NOTHING
            RETURNING id, account_id, display_id
            """;

    private static final String WRITE = """
            UPDATE conversations AS c
               SET status = n.status, unread_count = c.unread_count + n.unread, waiting_since = n.waiting_since,
                   first_reply_at = n.first_reply_at, away_replied_at = n.away_replied_at,
                   snoozed_until = CASE WHEN n.status = 'snoozed' THEN c.snoozed_until END,
                   last_message_id = greatest(c.last_message_id, n.last_message_id),
                   last_activity_at = greatest(c.last_activity_at, n.last_activity_at), updated_at = now()
              FROM unnest(:ids::int[], :statuses::text[], :unread::int[], :waiting::timestamptz[], :replied::timestamptz[],
                          :away::timestamptz[], :lastMessages::int[], :activities::timestamptz[])
                   AS n (id, status, unread, waiting_since, first_reply_at, away_replied_at, last_message_id,
                         last_activity_at)
             WHERE c.id = n.id
            """;

    private final DatabaseClient database;

    OpenConversations(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> open(InboundBatch batch) {
        Map<Line, Arrival> lines = new TreeMap<>();
        batch.arrivals().forEach(it -> lines.put(batch.lineOf(it), it));
        if (lines.isEmpty()) {
            return Mono.empty();
        }
        return find(lines.keySet())
                .flatMap(found -> addContactInboxes(found, lines))
                .flatMap(found -> create(batch, found, lines)
                        .then(Mono.defer(() -> answerTo(found, lines)))
                        .doOnSuccess(done -> found.forEach((line, it) -> remember(batch, line, it))));
    }

    /** Writes what the messages made of their conversations, once they are stored. */
    Mono<Void> write(InboundBatch batch) {
        List<ConversationRow> touched = batch.conversations.values().stream()
                .filter(ConversationRow::isTouched)
                .toList();
        if (touched.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(WRITE)
                .bind("ids", numbers(touched, it -> it.id().value()))
                .bind("statuses", texts(touched, it -> it.status().wireName()))
                .bind("unread", numbers(touched, ConversationRow::newlyUnread))
                .bind("waiting", instants(touched, ConversationRow::waitingSince))
                .bind("replied", instants(touched, ConversationRow::firstReplyAt))
                .bind("away", instants(touched, ConversationRow::awayRepliedAt))
                .bind("lastMessages", numbers(touched, ConversationRow::lastMessageId))
                .bind("activities", instants(touched, ConversationRow::lastActivityAt))
                .then();
    }

    private Mono<Map<Line, Found>> find(Collection<Line> lines) {
        return database.sql(FIND)
                .bind("inboxes", numbers(lines, Line::inbox))
                .bind("contacts", numbers(lines, Line::contact))
                .bind("threads", numbers(lines, Line::thread))
                .map(row -> Found.of(new Columns(row)))
                .all()
                .collectMap(Found::line, it -> it, LinkedHashMap::new);
    }

    private Mono<Map<Line, Found>> addContactInboxes(Map<Line, Found> found, Map<Line, Arrival> lines) {
        Map<Place, Line> places = new TreeMap<>();
        found.values().stream()
                .filter(it -> it.contactInboxId() == null)
                .map(Found::line)
                .sorted()
                .forEach(it -> places.putIfAbsent(Place.of(it), it));
        if (places.isEmpty()) {
            return Mono.just(found);
        }
        Collection<Line> missing = places.values();
        return database.sql(ADD_CONTACT_INBOXES)
                .bind("contacts", numbers(missing, Line::contact))
                .bind("inboxes", numbers(missing, Line::inbox))
                .bind(
                        "sources",
                        texts(missing, it -> party(lines, it).firstAddress().value()))
                .bind("replyTos", texts(missing, it -> party(lines, it).replyTo()))
                .map(row -> MetAt.of(new Columns(row)))
                .all()
                .doOnNext(met -> found.replaceAll(
                        (line, before) -> Place.of(line).equals(met.place()) && before.contactInboxId() == null
                                ? before.metThrough(met.id())
                                : before))
                .then(Mono.just(found));
    }

    private Mono<Void> create(InboundBatch batch, Map<Line, Found> found, Map<Line, Arrival> lines) {
        List<Line> missing = found.values().stream()
                .filter(it -> it.conversation() == null)
                .map(Found::line)
                .sorted()
                .toList();
        if (missing.isEmpty()) {
            return Mono.empty();
        }
        if (missing.stream().anyMatch(it -> it.thread() > 0)) {
            return Mono.error(new LostRace("a conversation"));
        }
        Map<Integer, List<Line>> byAccount = new TreeMap<>();
        missing.forEach(it -> byAccount
                .computeIfAbsent(arrival(lines, it).account(), account -> new ArrayList<>())
                .add(it));
        return takeNumbers(byAccount)
                .flatMapMany(displayIds -> insert(batch, found, byAccount, displayIds))
                .doOnNext(it -> found.computeIfPresent(it.line(), (line, before) -> before.opened(it)))
                .count()
                .filter(created -> created < missing.size())
                .flatMap(fewer -> Mono.error(new LostRace("a conversation")));
    }

    private Mono<Map<Line, Integer>> takeNumbers(Map<Integer, List<Line>> byAccount) {
        return database.sql(TAKE_NUMBERS)
                .bind("accounts", numbers(byAccount.keySet(), it -> it))
                .bind("numbers", numbers(byAccount.values(), List::size))
                .map(row -> firstNumber(new Columns(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(first -> {
                    Map<Line, Integer> displayIds = new HashMap<>();
                    byAccount.forEach((account, lines) -> {
                        int number = Objects.requireNonNull(first.get(account), "account " + account);
                        for (Line line : lines) {
                            displayIds.put(line, number++);
                        }
                    });
                    return displayIds;
                });
    }

    private static Map.Entry<Integer, Integer> firstNumber(Columns columns) {
        return Map.entry(columns.number("id"), columns.number("first_number"));
    }

    private Flux<Opened> insert(
            InboundBatch batch,
            Map<Line, Found> found,
            Map<Integer, List<Line>> byAccount,
            Map<Line, Integer> displayIds) {
        List<NewConversation> conversations = new ArrayList<>();
        byAccount.forEach((account, lines) -> lines.forEach(line -> conversations.add(new NewConversation(
                account,
                line,
                contactInboxOf(found, line),
                Objects.requireNonNull(displayIds.get(line)),
                batch.isBlocked(line) ? ConversationStatus.RESOLVED : ConversationStatus.OPEN))));
        return database.sql(CREATE)
                .bind("accounts", numbers(conversations, NewConversation::account))
                .bind("inboxes", numbers(conversations, it -> it.line().inbox()))
                .bind("contacts", numbers(conversations, it -> it.line().contact()))
                .bind("contactInboxes", numbers(conversations, NewConversation::contactInboxId))
                .bind("displayIds", numbers(conversations, NewConversation::displayId))
                .bind("statuses", texts(conversations, it -> it.status().wireName()))
                .bind("threaded", flags(conversations, it -> it.line().thread() != 0))
                .map(row -> opened(conversations, new Columns(row)))
                .all();
    }

    private static Opened opened(List<NewConversation> conversations, Columns columns) {
        int account = columns.number("account_id");
        int displayId = columns.number("display_id");
        return conversations.stream()
                .filter(it -> it.account() == account && it.displayId() == displayId)
                .findFirst()
                .map(it -> new Opened(columns.number("id"), it.line()))
                .orElseThrow();
    }

    /** The provider's form of the address that was used last is the one to answer to. */
    private Mono<Void> answerTo(Map<Line, Found> found, Map<Line, Arrival> lines) {
        List<Found> changed = found.values().stream()
                .filter(it -> !it.isNewContactInbox()
                        && arrival(lines, it.line()).visitor() == null
                        && !party(lines, it.line()).replyTo().equals(it.replyTo()))
                .toList();
        if (changed.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(ANSWER_TO)
                .bind("ids", numbers(changed, Found::contactInboxId))
                .bind("replyTos", texts(changed, it -> party(lines, it.line()).replyTo()))
                .then();
    }

    private static void remember(InboundBatch batch, Line line, Found found) {
        batch.conversations.put(
                line,
                new ConversationRow(
                        new ConversationId(Objects.requireNonNull(found.conversation())),
                        found.isNewConversation(),
                        batch.isBlocked(line),
                        found.isNewConversation() && batch.isBlocked(line)
                                ? ConversationStatus.RESOLVED
                                : found.status(),
                        found.waitingSince(),
                        found.firstReplyAt(),
                        found.awayRepliedAt()));
    }

    private static Arrival arrival(Map<Line, Arrival> lines, Line line) {
        return Objects.requireNonNull(lines.get(line));
    }

    private static Party party(Map<Line, Arrival> lines, Line line) {
        return arrival(lines, line).message().contact();
    }

    private static int contactInboxOf(Map<Line, Found> found, Line line) {
        return Objects.requireNonNull(Objects.requireNonNull(found.get(line)).contactInboxId());
    }

    /** What is there for a contact in an inbox. */
    private record Found(
            Line line,
            @Nullable Integer contactInboxId,
            boolean isNewContactInbox,
            @Nullable String replyTo,
            @Nullable Integer conversation,
            boolean isNewConversation,
            ConversationStatus status,
            @Nullable Instant waitingSince,
            @Nullable Instant firstReplyAt,
            @Nullable Instant awayRepliedAt) {

        static Found of(Columns columns) {
            Integer used = columns.numberOrNull("contact_inbox_id");
            String status = columns.textOrNull("status");
            return new Found(
                    new Line(columns.number("inbox_id"), columns.number("contact_id"), columns.number("thread")),
                    used == null ? columns.numberOrNull("newest_contact_inbox_id") : used,
                    false,
                    columns.textOrNull(used == null ? "newest_reply_to" : "used_reply_to"),
                    columns.numberOrNull("id"),
                    false,
                    status == null ? ConversationStatus.OPEN : ConversationStatus.of(status),
                    columns.instantOrNull("waiting_since"),
                    columns.instantOrNull("first_reply_at"),
                    columns.instantOrNull("away_replied_at"));
        }

        Found metThrough(int id) {
            return new Found(
                    line,
                    id,
                    true,
                    replyTo,
                    conversation,
                    isNewConversation,
                    status,
                    waitingSince,
                    firstReplyAt,
                    awayRepliedAt);
        }

        Found opened(Opened opened) {
            return new Found(
                    line, contactInboxId, isNewContactInbox, replyTo, opened.id(), true, status, null, null, null);
        }
    }

    /** A conversation that was made for a line. */
    private record Opened(int id, Line line) {}

    /** A contact in an inbox, whatever the thread. */
    private record Place(int inbox, int contact) implements Comparable<Place> {
        static Place of(Line line) {
            return new Place(line.inbox(), line.contact());
        }

        @Override
        public int compareTo(Place other) {
            int byContact = Integer.compare(contact, other.contact);
            return byContact == 0 ? Integer.compare(inbox, other.inbox) : byContact;
        }
    }

    /** A contact inbox that was made. */
    private record MetAt(int id, Place place) {
        static MetAt of(Columns columns) {
            return new MetAt(columns.number("id"), new Place(columns.number("inbox_id"), columns.number("contact_id")));
        }
    }

    private record NewConversation(
            int account, Line line, int contactInboxId, int displayId, ConversationStatus status) {}
}
