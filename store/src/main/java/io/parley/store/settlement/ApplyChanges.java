package io.parley.store.settlement;

import static io.parley.store.ColumnArrays.flags;
import static io.parley.store.ColumnArrays.instants;
import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.contact.Party;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.Direction;
import io.parley.store.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Applies what is said of earlier messages, and keeps aside what is said of messages that have not come. */
@Component
public class ApplyChanges {

    /** An older reaction never replaces a younger one; one taken back stays as an empty one. */
    private static final String REACT = """
            INSERT INTO message_reactions AS r (message_id, author, emoji, from_contact, reacted_at)
            SELECT * FROM unnest(:ids::int[], :authors::text[], :emojis::text[], :fromContacts::boolean[],
                                 :times::timestamptz[])
                ON CONFLICT (message_id, author) DO UPDATE
               SET emoji = excluded.emoji, reacted_at = excluded.reacted_at
             WHERE r.reacted_at <= excluded.reacted_at AND r.emoji <> excluded.emoji
            RETURNING message_id
            """;

    /** Where the contact reads in our own widget: providers' receipts tell of messages, not of who looked when. */
    private static final String SEEN = """
            UPDATE conversations AS c SET contact_last_seen_at = greatest(c.contact_last_seen_at, seen.at)
              FROM unnest(:ids::int[], :times::timestamptz[]) AS seen (id, at), inboxes AS i
             WHERE c.id = seen.id AND i.id = c.inbox_id AND i.channel = 'webchat'
            """;

    private final DatabaseClient database;
    private final MessageSources sources;
    private final MessageStates states;
    private final EarlyArrivals earlyArrivals;

    ApplyChanges(DatabaseClient database, MessageSources sources, MessageStates states, EarlyArrivals earlyArrivals) {
        this.database = database;
        this.sources = sources;
        this.states = states;
        this.earlyArrivals = earlyArrivals;
    }

    /** In the order given, in the caller's transaction; safe to repeat. */
    public Mono<Changed> apply(List<Change> changes) {
        if (changes.isEmpty()) {
            return Mono.just(Changed.NOTHING);
        }
        Set<SourceKey> targets = new HashSet<>();
        changes.forEach(it -> targets.add(it.target()));
        return sources.find(targets)
                .flatMap(known -> earlyArrivals
                        .keep(changes.stream()
                                .filter(it -> !known.containsKey(it.target()))
                                .toList())
                        .then(Mono.defer(() -> states.lock(known.values())))
                        .flatMap(locked -> applyTo(locked, known, changes)));
    }

    private Mono<Changed> applyTo(
            Map<MessageId, MessageState> locked, Map<SourceKey, MessageId> known, List<Change> changes) {
        Map<ReactionKey, Reacted> reactions = new TreeMap<>();
        Map<Integer, Instant> seen = new TreeMap<>();
        for (Change change : changes) {
            MessageId id = known.get(change.target());
            MessageState state = id == null ? null : locked.get(id);
            if (state != null) {
                apply(change, state, reactions);
                if (change instanceof Change.OfReceipt read && read.receipt().status() == DeliveryStatus.READ) {
                    seen.merge(
                            state.conversationId().value(),
                            read.receipt().at(),
                            (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }
        return states.save(locked.values())
                .then(Mono.defer(() -> seen(seen)))
                .then(Mono.defer(() -> react(reactions.values())))
                .map(reactedTo -> Changed.of(locked.values(), reactedTo));
    }

    /** The conversations are locked with their messages. */
    private Mono<Void> seen(Map<Integer, Instant> seen) {
        return seen.isEmpty()
                ? Mono.empty()
                : database.sql(SEEN)
                        .bind("ids", seen.keySet().toArray(Integer[]::new))
                        .bind("times", seen.values().toArray(Instant[]::new))
                        .then();
    }

    private static void apply(Change change, MessageState state, Map<ReactionKey, Reacted> reactions) {
        switch (change) {
            case Change.OfReceipt it -> state.receipt(it.receipt());
            case Change.OfWords it -> state.edit(it.edit().body(), it.message().sentAt());
            case Change.Deletion it -> state.delete(it.message().sentAt());
            case Change.OfReaction it -> {
                Reacted reacted = Reacted.of(state.id(), it);
                reactions.merge(reacted.key(), reacted, Reacted::younger);
            }
        }
    }

    private Mono<Set<MessageId>> react(Collection<Reacted> reactions) {
        if (reactions.isEmpty()) {
            return Mono.just(Set.of());
        }
        return database.sql(REACT)
                .bind("ids", numbers(reactions, it -> it.key().message()))
                .bind("authors", texts(reactions, it -> it.key().author()))
                .bind("emojis", texts(reactions, Reacted::emoji))
                .bind("fromContacts", flags(reactions, Reacted::fromContact))
                .bind("times", instants(reactions, Reacted::at))
                .map(row -> new MessageId(new Columns(row).number("message_id")))
                .all()
                .collect(Collectors.toSet());
    }

    /**
     * What is different now.
     *
     * @param visible messages agents must be told of, each with its conversation
     * @param freed conversations whose next message may go
     */
    public record Changed(Map<MessageId, ConversationId> visible, Set<ConversationId> freed) {

        static final Changed NOTHING = new Changed(Map.of(), Set.of());

        static Changed of(Collection<MessageState> states, Set<MessageId> reactedTo) {
            Map<MessageId, ConversationId> visible = new LinkedHashMap<>();
            Set<ConversationId> freed = new HashSet<>();
            for (MessageState state : states) {
                if (state.isVisiblyChanged() || reactedTo.contains(state.id())) {
                    visible.put(state.id(), state.conversationId());
                }
                if (state.makesWay()) {
                    freed.add(state.conversationId());
                }
            }
            return new Changed(visible, freed);
        }

        Changed and(Changed other) {
            Map<MessageId, ConversationId> allVisible = new LinkedHashMap<>(visible);
            allVisible.putAll(other.visible);
            Set<ConversationId> allFreed = new HashSet<>(freed);
            allFreed.addAll(other.freed);
            return new Changed(allVisible, allFreed);
        }
    }

    private record ReactionKey(int message, String author) implements Comparable<ReactionKey> {
        @Override
        public int compareTo(ReactionKey other) {
            int byMessage = Integer.compare(message, other.message);
            return byMessage == 0 ? author.compareTo(other.author) : byMessage;
        }
    }

    private record Reacted(ReactionKey key, String emoji, boolean fromContact, Instant at) {

        private static final String US = "us";
        private static final String CONTACT = "contact";

        static Reacted of(MessageId target, Change.OfReaction change) {
            Inbound.Message message = change.message();
            boolean fromContact = message.direction() == Direction.INCOMING;
            return new Reacted(
                    new ReactionKey(target.value(), author(message, fromContact)),
                    change.reaction().emoji(),
                    fromContact,
                    message.sentAt());
        }

        Reacted younger(Reacted other) {
            return other.at.isBefore(at) ? this : other;
        }

        private static String author(Inbound.Message message, boolean fromContact) {
            Party author = message.author();
            if (!fromContact) {
                return US;
            }
            return author == null ? CONTACT : author.firstAddress().value();
        }
    }
}
