package io.parley.store.report;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.event.HubEvent;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxRules.Holiday;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.store.ColumnArrays;
import io.parley.store.Columns;
import io.parley.store.report.Reports.Dimension;
import io.parley.store.report.Reports.Totals;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Adds what events tell to the hourly sums: a handful of statements for a batch. An event that comes again counts
 * nothing, and a conversation counts once for each inbox, agent, team and label it was ever seen with.
 */
@Component
public class CountReports {

    /** Changes after which a conversation counts for somebody else, too. */
    private static final Set<Change> WHOSE = Set.of(Change.ASSIGNEE, Change.TEAM, Change.LABELS);

    private static final String MARK = """
            INSERT INTO report_marks (event_id) SELECT DISTINCT id FROM unnest(:ids) AS given (id) ORDER BY id
                ON CONFLICT DO NOTHING
            RETURNING event_id
            """;

    private static final String SEE = """
            INSERT INTO report_conversations (conversation_id, dimension, subject)
            SELECT DISTINCT * FROM unnest(:conversations::int[], :dimensions::text[], :subjects::text[])
             ORDER BY 1, 2, 3
                ON CONFLICT DO NOTHING
            RETURNING conversation_id, dimension, subject
            """;

    private static final String ADD = """
            INSERT INTO report_hours AS r (account_id, dimension, subject, hour, conversations, incoming_messages,
                                           outgoing_messages, resolutions, resolution_seconds,
                                           resolution_business_seconds, first_responses, first_response_seconds,
                                           first_response_business_seconds)
            SELECT * FROM unnest(:accounts::int[], :dimensions::text[], :subjects::text[], :hours::timestamptz[],
                                 :conversations::bigint[], :incoming::bigint[], :outgoing::bigint[],
                                 :resolutions::bigint[], :resolutionSeconds::bigint[],
                                 :resolutionBusiness::bigint[], :firstResponses::bigint[],
                                 :firstResponseSeconds::bigint[], :firstResponseBusiness::bigint[])
                ON CONFLICT (account_id, dimension, subject, hour)
                DO UPDATE SET conversations = r.conversations + excluded.conversations,
                              incoming_messages = r.incoming_messages + excluded.incoming_messages,
                              outgoing_messages = r.outgoing_messages + excluded.outgoing_messages,
                              resolutions = r.resolutions + excluded.resolutions,
                              resolution_seconds = r.resolution_seconds + excluded.resolution_seconds,
                              resolution_business_seconds =
                                  r.resolution_business_seconds + excluded.resolution_business_seconds,
                              first_responses = r.first_responses + excluded.first_responses,
                              first_response_seconds = r.first_response_seconds + excluded.first_response_seconds,
                              first_response_business_seconds =
                                  r.first_response_business_seconds + excluded.first_response_business_seconds
            """;

    private static final String RULES = """
            SELECT id, business_hours_enabled, time_zone, business_hours, holidays FROM inboxes WHERE id = ANY (:ids)
            """;

    private static final String FORGET = "DELETE FROM report_marks WHERE marked_at < now() - interval '14 days'";

    private final DatabaseClient database;

    CountReports(DatabaseClient database) {
        this.database = database;
    }

    /** In the caller's transaction. */
    public Mono<Void> count(List<HubEvent> events) {
        List<Fact> facts = facts(events);
        return facts.isEmpty()
                ? Mono.empty()
                : fresh(facts)
                        .flatMap(fresh -> rules(fresh).map(rules -> sums(fresh, rules)))
                        .flatMap(sums -> see(events)
                                .doOnNext(seen -> seen.forEach(it -> it.add(sums)))
                                .thenReturn(sums))
                        .filter(sums -> !sums.isEmpty())
                        .flatMap(this::add);
    }

    /** Forgets events that cannot come again. */
    public Mono<Void> forgetOldMarks() {
        return database.sql(FORGET).then();
    }

    private Mono<List<Fact>> fresh(List<Fact> facts) {
        return database.sql(MARK)
                .bind("ids", ColumnArrays.texts(facts, Fact::event))
                .map(row -> new Columns(row).text("event_id"))
                .all()
                .collect(HashSet<String>::new, Set::add)
                .map(fresh ->
                        facts.stream().filter(it -> fresh.contains(it.event())).toList());
    }

    /** Only where somebody was answered or something resolved: all else has no duration. */
    private Mono<Map<Integer, InboxRules>> rules(List<Fact> facts) {
        Integer[] inboxes = facts.stream()
                .filter(it -> it.kind() == Kind.FIRST_RESPONSE || it.kind() == Kind.RESOLUTION)
                .map(it -> it.conversation().inboxId().value())
                .distinct()
                .toArray(Integer[]::new);
        return inboxes.length == 0
                ? Mono.just(Map.of())
                : database.sql(RULES)
                        .bind("ids", inboxes)
                        .map(row -> Map.entry(new Columns(row).number("id"), rules(new Columns(row))))
                        .all()
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static InboxRules rules(Columns columns) {
        return new InboxRules(
                false,
                null,
                columns.flag("business_hours_enabled"),
                null,
                ZoneId.of(columns.text("time_zone")),
                List.of(columns.json("business_hours", OpeningHours[].class)),
                List.of(columns.json("holidays", Holiday[].class)));
    }

    /** In the order of the table's key, so that two batches never wait for each other both ways. */
    private static TreeMap<Hour, Totals> sums(List<Fact> facts, Map<Integer, InboxRules> rules) {
        TreeMap<Hour, Totals> sums = new TreeMap<>();
        for (Fact fact : facts) {
            Totals totals = fact.totals(rules.get(fact.conversation().inboxId().value()));
            for (Place place : Place.of(fact.conversation())) {
                sums.merge(place.at(fact.conversation(), fact.at()), totals, Totals::plus);
            }
        }
        return sums;
    }

    private Mono<List<Seen>> see(List<HubEvent> events) {
        Map<String, Seen> seen = new LinkedHashMap<>();
        for (HubEvent event : events) {
            ConversationView conversation = announced(event.body());
            if (conversation != null) {
                for (Place place : Place.of(conversation)) {
                    Seen one = new Seen(conversation, place);
                    seen.putIfAbsent(one.key(), one);
                }
            }
        }
        if (seen.isEmpty()) {
            return Mono.just(List.of());
        }
        Collection<Seen> all = seen.values();
        return database.sql(SEE)
                .bind(
                        "conversations",
                        ColumnArrays.numbers(all, it -> it.conversation().id().value()))
                .bind("dimensions", ColumnArrays.texts(all, it -> it.place().dimension()))
                .bind("subjects", ColumnArrays.texts(all, it -> it.place().subject()))
                .map(row -> Seen.key(
                        new Columns(row).number("conversation_id"),
                        new Columns(row).text("dimension"),
                        new Columns(row).text("subject")))
                .all()
                .collectList()
                .map(fresh -> fresh.stream().map(seen::get).toList());
    }

    private static @Nullable ConversationView announced(EventBody body) {
        return switch (body) {
            case EventBody.ConversationCreated created -> created.conversation();
            case EventBody.ConversationUpdated updated -> changesWhose(updated) ? updated.conversation() : null;
            default -> null;
        };
    }

    private Mono<Void> add(TreeMap<Hour, Totals> sums) {
        Collection<Hour> hours = sums.keySet();
        Collection<Totals> totals = sums.values();
        return database.sql(ADD)
                .bind("accounts", ColumnArrays.numbers(hours, Hour::account))
                .bind("dimensions", ColumnArrays.texts(hours, Hour::dimension))
                .bind("subjects", ColumnArrays.texts(hours, Hour::subject))
                .bind("hours", ColumnArrays.instants(hours, Hour::hour))
                .bind("conversations", ColumnArrays.longs(totals, Totals::conversations))
                .bind("incoming", ColumnArrays.longs(totals, Totals::incomingMessages))
                .bind("outgoing", ColumnArrays.longs(totals, Totals::outgoingMessages))
                .bind("resolutions", ColumnArrays.longs(totals, Totals::resolutions))
                .bind("resolutionSeconds", ColumnArrays.longs(totals, Totals::resolutionSeconds))
                .bind("resolutionBusiness", ColumnArrays.longs(totals, Totals::resolutionBusinessSeconds))
                .bind("firstResponses", ColumnArrays.longs(totals, Totals::firstResponses))
                .bind("firstResponseSeconds", ColumnArrays.longs(totals, Totals::firstResponseSeconds))
                .bind("firstResponseBusiness", ColumnArrays.longs(totals, Totals::firstResponseBusinessSeconds))
                .then();
    }

    private static List<Fact> facts(List<HubEvent> events) {
        List<Fact> facts = new ArrayList<>();
        for (HubEvent event : events) {
            switch (event.body()) {
                case EventBody.MessageCreated created -> ofMessage(event, created, facts);
                case EventBody.ConversationUpdated updated
                when isResolution(updated) ->
                    facts.add(new Fact(event.id(), Kind.RESOLUTION, updated.conversation(), event.at()));
                case EventBody.ConversationCreated created ->
                    facts.add(new Fact(event.id(), Kind.SEEN, created.conversation(), event.at()));
                case EventBody.ConversationUpdated updated
                when changesWhose(updated) ->
                    facts.add(new Fact(event.id(), Kind.SEEN, updated.conversation(), event.at()));
                default -> {
                    // is not reported on
                }
            }
        }
        return facts;
    }

    private static boolean changesWhose(EventBody.ConversationUpdated updated) {
        return !Collections.disjoint(updated.changed(), WHOSE);
    }

    private static boolean isResolution(EventBody.ConversationUpdated updated) {
        return updated.changed().contains(Change.STATUS)
                && updated.conversation().status() == ConversationStatus.RESOLVED;
    }

    private static void ofMessage(HubEvent event, EventBody.MessageCreated created, List<Fact> facts) {
        MessageView message = created.message();
        ConversationView conversation = created.conversation();
        if (message.direction() == Direction.INCOMING) {
            facts.add(new Fact(event.id(), Kind.INCOMING, conversation, message.createdAt()));
        } else if (message.direction() == Direction.OUTGOING && !message.privateNote()) {
            facts.add(new Fact(event.id(), Kind.OUTGOING, conversation, message.createdAt()));
            if (message.createdAt().equals(conversation.firstReplyAt())) {
                facts.add(new Fact(event.id(), Kind.FIRST_RESPONSE, conversation, message.createdAt()));
            }
        }
    }

    private enum Kind {
        /** Counted by {@link #see} alone. */
        SEEN,
        INCOMING,
        OUTGOING,
        FIRST_RESPONSE,
        RESOLUTION
    }

    /** Something that counts, of an event that is counted once. */
    private record Fact(String event, Kind kind, ConversationView conversation, Instant at) {

        Totals totals(@Nullable InboxRules rules) {
            Instant from = conversation.createdAt();
            long seconds = Math.max(0, ChronoUnit.SECONDS.between(from, at));
            long business = rules == null ? seconds : BusinessTime.seconds(rules, from, at);
            return switch (kind) {
                case SEEN -> Totals.NONE;
                case INCOMING -> new Totals(0, 1, 0, 0, 0, 0, 0, 0, 0);
                case OUTGOING -> new Totals(0, 0, 1, 0, 0, 0, 0, 0, 0);
                case FIRST_RESPONSE -> new Totals(0, 0, 0, 0, 0, 0, 1, seconds, business);
                case RESOLUTION -> new Totals(0, 0, 0, 1, seconds, business, 0, 0, 0);
            };
        }
    }

    /** Whom something counts for. */
    private record Place(String dimension, String subject) {

        static List<Place> of(ConversationView conversation) {
            List<Place> places = new ArrayList<>();
            places.add(of(Dimension.ACCOUNT, conversation.accountId()));
            places.add(of(Dimension.INBOX, conversation.inboxId()));
            if (conversation.assignee() != null) {
                places.add(of(Dimension.AGENT, conversation.assignee().id()));
            }
            if (conversation.team() != null) {
                places.add(of(Dimension.TEAM, conversation.team().id()));
            }
            conversation.labels().forEach(label -> places.add(of(Dimension.LABEL, label)));
            return places;
        }

        private static Place of(Dimension dimension, Object subject) {
            return new Place(dimension.name().toLowerCase(Locale.ROOT), subject.toString());
        }

        Hour at(ConversationView conversation, Instant time) {
            return new Hour(conversation.accountId().value(), dimension, subject, time.truncatedTo(ChronoUnit.HOURS));
        }
    }

    /** A conversation as it was seen with somebody. */
    private record Seen(ConversationView conversation, Place place) {

        static String key(int conversation, String dimension, String subject) {
            return conversation + " " + dimension + " " + subject;
        }

        String key() {
            return key(conversation.id().value(), place.dimension(), place.subject());
        }

        void add(Map<Hour, Totals> sums) {
            sums.merge(
                    place.at(conversation, conversation.createdAt()),
                    new Totals(1, 0, 0, 0, 0, 0, 0, 0, 0),
                    Totals::plus);
        }
    }

    /** The key of a sum. */
    private record Hour(int account, String dimension, String subject, Instant hour) implements Comparable<Hour> {
        @Override
        public int compareTo(Hour other) {
            int byAccount = Integer.compare(account, other.account);
            int byDimension = byAccount == 0 ? dimension.compareTo(other.dimension) : byAccount;
            int bySubject = byDimension == 0 ? subject.compareTo(other.subject) : byDimension;
            return bySubject == 0 ? hour.compareTo(other.hour) : bySubject;
        }
    }
}
