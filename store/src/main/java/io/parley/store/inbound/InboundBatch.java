package io.parley.store.inbound;

import io.parley.contract.delivery.Delivery;
import io.parley.contract.event.EventBody;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.MessageContent;
import io.parley.runtime.kafka.ReceivedRecord;
import io.parley.runtime.kafka.RecordHeaders;
import io.parley.store.settlement.ApplyChanges.Changed;
import io.parley.store.settlement.Change;
import io.parley.store.settlement.SourceKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * One batch on its way through the steps that store it: what came, what was there, what became of it. Lives for one
 * transaction and one thread at a time.
 */
final class InboundBatch {

    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<AccountProfile> profiles = new ArrayList<>();
    private final List<IdentityClaim> claims = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private final Map<Integer, Inbound.Connection> connections = new TreeMap<>();
    private int duplicates;

    final Map<SourceKey, MessageId> known = new HashMap<>();
    final People people = new People();
    final Set<Integer> blocked = new HashSet<>();
    final Set<ContactId> newContacts = new LinkedHashSet<>();
    final Set<ContactId> changedContacts = new LinkedHashSet<>();
    final List<Merge> merges = new ArrayList<>();
    final Map<Line, ConversationRow> conversations = new TreeMap<>();
    final List<Stored> stored = new ArrayList<>();
    final Map<MessageId, ConversationId> replies = new LinkedHashMap<>();
    final Map<MessageId, ConversationId> updated = new LinkedHashMap<>();
    final List<Identity> identities = new ArrayList<>();
    final Map<ConversationId, Set<EventBody.Change>> changedConversations = new LinkedHashMap<>();
    final Set<InboxId> changedInboxes = new LinkedHashSet<>();
    final Set<ConversationId> toRelease = new HashSet<>();
    final Set<SourceKey> named = new HashSet<>();

    static InboundBatch of(List<ReceivedRecord<Routed>> records) {
        InboundBatch batch = new InboundBatch();
        Set<SourceKey> seen = new HashSet<>();
        for (ReceivedRecord<Routed> record : records) {
            batch.add(record, seen);
        }
        return batch;
    }

    private void add(ReceivedRecord<Routed> record, Set<SourceKey> seen) {
        Routed routed = record.value();
        switch (routed.inbound()) {
            case Inbound.Message message ->
                Change.of(message).ifPresentOrElse(changes::add, () -> addArrival(record, message, seen));
            case Inbound.Receipt receipt -> changes.add(new Change.OfReceipt(toDelivery(receipt)));
            case Inbound.Connection connection ->
                connections.merge(connection.inboxId().value(), connection, InboundBatch::younger);
            case Inbound.Profile profile ->
                profiles.add(new AccountProfile(routed.accountId().value(), profile));
            case Inbound.Identified identified ->
                claims.add(new IdentityClaim(routed.accountId().value(), identified));
            case Inbound.Ended ended ->
                endings.add(new Ending(routed.accountId().value(), ended));
        }
    }

    private void addArrival(ReceivedRecord<Routed> record, Inbound.Message message, Set<SourceKey> seen) {
        Arrival arrival = new Arrival(
                record.value(),
                message,
                record.header(RecordHeaders.TRACEPARENT).orElse(null));
        if (seen.add(arrival.source())) {
            arrivals.add(arrival);
        } else {
            duplicates++;
        }
    }

    private static Delivery.Receipt toDelivery(Inbound.Receipt receipt) {
        return new Delivery.Receipt(
                receipt.inboxId(), receipt.sourceId(), receipt.status(), receipt.reason(), receipt.receivedAt());
    }

    private static Inbound.Connection younger(Inbound.Connection one, Inbound.Connection other) {
        return other.receivedAt().isBefore(one.receivedAt()) ? one : other;
    }

    /** Messages that were not there yet, in the order they came. */
    List<Arrival> arrivals() {
        return arrivals.stream().filter(it -> !known.containsKey(it.source())).toList();
    }

    List<Change> changes() {
        return changes;
    }

    List<AccountProfile> profiles() {
        return profiles;
    }

    /** Visitors who said who they are, in the order they did. */
    List<IdentityClaim> claims() {
        return claims;
    }

    List<Ending> endings() {
        return endings;
    }

    List<Inbound.Connection> connections() {
        return List.copyOf(connections.values());
    }

    /** What to look up: the messages themselves and those they quote. */
    Set<SourceKey> sources() {
        Set<SourceKey> sources = new LinkedHashSet<>();
        for (Arrival arrival : arrivals) {
            sources.add(arrival.source());
            if (arrival.message().replyToSourceId() != null) {
                sources.add(new SourceKey(
                        arrival.message().inboxId(), arrival.message().replyToSourceId()));
            }
        }
        return sources;
    }

    int contactOf(Arrival arrival) {
        return Objects.requireNonNull(people.whoHas(arrival.contact())).contactId();
    }

    /** Puts mails in the place of themselves, now that their threads are known. */
    void join(List<Arrival> joined) {
        Map<SourceKey, Arrival> bySource = new HashMap<>();
        joined.forEach(it -> bySource.put(it.source(), it));
        arrivals.replaceAll(it -> bySource.getOrDefault(it.source(), it));
    }

    Line lineOf(Arrival arrival) {
        return new Line(arrival.inbox(), contactOf(arrival), arrival.thread());
    }

    ConversationRow conversationOf(Arrival arrival) {
        return Objects.requireNonNull(conversations.get(lineOf(arrival)));
    }

    /** Whether what this contact writes is to trouble nobody. */
    boolean isBlocked(Line line) {
        return blocked.contains(line.contact());
    }

    void apply(Changed changed) {
        updated.putAll(changed.visible());
        toRelease.addAll(changed.freed());
    }

    long newConversations() {
        return conversations.values().stream()
                .filter(ConversationRow::isCreated)
                .count();
    }

    int duplicates() {
        return duplicates
                + (int) arrivals.stream()
                        .filter(it -> known.containsKey(it.source()))
                        .count();
    }

    /** A contact ended a conversation. */
    record Ending(int account, Inbound.Ended ended) {
        AddressKey contact() {
            return new AddressKey(account, ended.contact().firstAddress());
        }
    }

    record AccountProfile(int account, Inbound.Profile profile) {}

    /**
     * A contact in an inbox; ordered, so that all lock in the same order.
     *
     * @param thread as an {@link Arrival}'s
     */
    record Line(int inbox, int contact, int thread) implements Comparable<Line> {

        private static final Comparator<Line> ORDER = Comparator.comparingInt(Line::contact)
                .thenComparingInt(Line::inbox)
                .thenComparingInt(Line::thread);

        @Override
        public int compareTo(Line other) {
            return ORDER.compare(this, other);
        }
    }

    /** A message that is a row now. */
    record Stored(MessageId id, Arrival arrival, ConversationRow conversation, Instant at) {

        /** Whether all there is to say of it is known without reading it back. */
        boolean isPlain() {
            return arrival.message().replyToSourceId() == null
                    && arrival.message().email() == null
                    && arrival.message().content() instanceof MessageContent.Text;
        }
    }

    /**
     * Two contacts that turned out to be one.
     *
     * @param emptied conversations whose messages moved to the kept contact's open one, and were resolved
     * @param filled where they moved to
     */
    record Merge(ContactId kept, ContactId gone, List<ConversationId> emptied, List<ConversationId> filled) {}
}
