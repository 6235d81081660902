package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.store.Columns;
import io.parley.store.delivery.MessageParts;
import io.parley.store.settlement.Change;
import io.parley.store.settlement.MessageSources;
import io.parley.store.settlement.MessageState;
import io.parley.store.settlement.MessageStates;
import io.parley.store.settlement.SourceKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds the message of ours that an outgoing message of the provider is the echo of, when the echo comes before the
 * answer that names it: the one that is on its way in the same conversation and says the same. What matches nothing was
 * typed on the phone.
 */
@Component
class AdoptEchoes {

    /** How long a message that was given up may still turn out to have been sent. */
    private static final Duration HOPE = Duration.ofDays(1);

    private static final String IN_FLIGHT = """
            SELECT m.id, m.conversation_id, m.text, m.content,
                   (SELECT count(*) FROM message_parts AS p WHERE p.message_id = m.id)
                       + CASE WHEN m.source_id IS NULL THEN 0 ELSE 1 END AS echoed,
                   (SELECT json_agg(json_build_object('type', 'media', 'kind', f.kind, 'mediaType', f.media_type)
                                    ORDER BY f.position)
                      FROM attachments AS f WHERE f.message_id = m.id) AS files
              FROM messages AS m
             WHERE m.conversation_id = ANY (:conversations)
               AND (m.send_state IN ('released', 'unknown')
                    OR (m.send_state = 'failed' AND m.source_id IS NULL AND m.updated_at > :hope
                        AND m.failure_reason LIKE :doubt))
             ORDER BY m.id
            """;

    private static final String REACTIONS_IN_FLIGHT = """
            SELECT m.id, k.inbox_id, k.source_id
              FROM unnest(:inboxes::int[], :sources::text[], :targets::text[], :emojis::text[])
                   AS k (inbox_id, source_id, target, emoji)
              JOIN messages AS m ON m.inbox_id = k.inbox_id AND m.send_state IN ('released', 'unknown')
                                AND m.source_id IS NULL AND m.content ->> 'type' = 'reaction'
                                AND m.content ->> 'targetSourceId' = k.target AND m.content ->> 'emoji' = k.emoji
            """;

    private final DatabaseClient database;
    private final MessageSources sources;
    private final MessageStates states;
    private final Clock clock;

    AdoptEchoes(DatabaseClient database, MessageSources sources, MessageStates states, Clock clock) {
        this.database = database;
        this.sources = sources;
        this.states = states;
        this.clock = clock;
    }

    Mono<Void> adopt(InboundBatch batch) {
        List<Arrival> outgoing =
                batch.arrivals().stream().filter(it -> !it.isIncoming()).toList();
        List<Change.OfReaction> reactions = batch.changes().stream()
                .filter(Change.OfReaction.class::isInstance)
                .map(Change.OfReaction.class::cast)
                .filter(it -> it.message().direction() == Direction.OUTGOING)
                .toList();
        return lookAgain(batch, outgoing)
                .then(Mono.defer(() -> match(batch, outgoing)))
                .zipWith(Mono.defer(() -> matchReactions(reactions)), AdoptEchoes::both)
                .flatMap(echoes -> adopt(batch, echoes));
    }

    /** The answer may have been written while this transaction waited for the conversation. */
    private Mono<Void> lookAgain(InboundBatch batch, List<Arrival> outgoing) {
        return sources.find(outgoing.stream().map(Arrival::source).toList())
                .doOnNext(batch.known::putAll)
                .then();
    }

    private Mono<Map<MessageId, List<Echo>>> match(InboundBatch batch, List<Arrival> outgoing) {
        Map<ConversationId, List<Arrival>> byConversation = new HashMap<>();
        for (Arrival arrival : outgoing) {
            if (!batch.known.containsKey(arrival.source())) {
                byConversation
                        .computeIfAbsent(batch.conversationOf(arrival).id(), id -> new ArrayList<>())
                        .add(arrival);
            }
        }
        if (byConversation.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(IN_FLIGHT)
                .bind("conversations", numbers(byConversation.keySet(), ConversationId::value))
                .bind("hope", clock.instant().minus(HOPE))
                .bind("doubt", MessageState.IN_DOUBT + "%")
                .map(row -> InFlight.of(new Columns(row)))
                .all()
                .collectList()
                .map(inFlight -> match(inFlight, byConversation));
    }

    private static Map<MessageId, List<Echo>> match(
            List<InFlight> inFlight, Map<ConversationId, List<Arrival>> byConversation) {
        Map<MessageId, List<Echo>> echoes = new HashMap<>();
        for (InFlight message : inFlight) {
            List<Arrival> candidates = Objects.requireNonNull(byConversation.get(message.conversation()));
            int echoed = message.echoed();
            List<MessageContent> left = new ArrayList<>(message.parts());
            for (Arrival candidate : List.copyOf(candidates)) {
                MessageContent part = EchoMatch.find(left, candidate.message().content());
                if (part != null && echoed < message.parts().size()) {
                    echoed++;
                    left.remove(part);
                    candidates.remove(candidate);
                    echoes.computeIfAbsent(message.id(), id -> new ArrayList<>())
                            .add(new Echo(
                                    candidate.source(),
                                    echoed == message.parts().size()));
                }
            }
        }
        return echoes;
    }

    private Mono<Map<MessageId, List<Echo>>> matchReactions(List<Change.OfReaction> reactions) {
        if (reactions.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(REACTIONS_IN_FLIGHT)
                .bind("inboxes", numbers(reactions, it -> it.message().inboxId().value()))
                .bind("sources", texts(reactions, it -> it.message().sourceId()))
                .bind("targets", texts(reactions, it -> it.reaction().targetSourceId()))
                .bind("emojis", texts(reactions, it -> it.reaction().emoji()))
                .map(row -> reactionEcho(new Columns(row)))
                .all()
                .collectMap(Map.Entry::getKey, it -> List.of(it.getValue()));
    }

    private static Map.Entry<MessageId, Echo> reactionEcho(Columns columns) {
        SourceKey source = new SourceKey(new InboxId(columns.number("inbox_id")), columns.text("source_id"));
        return Map.entry(new MessageId(columns.number("id")), new Echo(source, true));
    }

    private static Map<MessageId, List<Echo>> both(Map<MessageId, List<Echo>> one, Map<MessageId, List<Echo>> other) {
        Map<MessageId, List<Echo>> all = new HashMap<>(one);
        all.putAll(other);
        return all;
    }

    private Mono<Void> adopt(InboundBatch batch, Map<MessageId, List<Echo>> echoes) {
        return states.lock(echoes.keySet()).flatMap(locked -> {
            for (MessageState state : locked.values()) {
                for (Echo echo : Objects.requireNonNull(echoes.get(state.id()))) {
                    state.echoed(echo.source().sourceId(), echo.isLast(), clock.instant());
                    batch.known.put(echo.source(), state.id());
                    batch.named.add(echo.source());
                }
                if (state.makesWay()) {
                    batch.toRelease.add(state.conversationId());
                }
                batch.updated.put(state.id(), state.conversationId());
            }
            return states.save(locked.values());
        });
    }

    /** @param isLast whether every part of the message has been met now */
    private record Echo(SourceKey source, boolean isLast) {}

    /** A message of ours whose answer is awaited, as the parts it left in. */
    private record InFlight(MessageId id, ConversationId conversation, List<MessageContent> parts, int echoed) {

        static InFlight of(Columns columns) {
            Media[] files = columns.jsonOrNull("files", Media[].class);
            return new InFlight(
                    new MessageId(columns.number("id")),
                    new ConversationId(columns.number("conversation_id")),
                    MessageParts.of(
                            columns.textOrNull("text"),
                            columns.jsonOrNull("content", MessageContent.class),
                            files == null ? List.of() : List.of(files)),
                    Math.toIntExact(columns.longNumber("echoed")));
        }
    }
}
