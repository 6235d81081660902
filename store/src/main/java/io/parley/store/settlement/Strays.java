package io.parley.store.settlement;

import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.delivery.Delivery;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.store.Columns;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sets right what was guessed of echoes that came before the provider's answer.
 *
 * <p>An echo that nothing matched was stored as a message typed on the phone; when the answer names its id, it was ours
 * all along. An echo that was matched to a message in flight and is not named by the answer was typed on the phone all
 * along.
 */
@Component
class Strays {

    private static final String RESTORE = """
            INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, content, status,
                                  source_id, sent_at)
            SELECT m.account_id, m.inbox_id, m.conversation_id, m.contact_id, 'outgoing', m.text, m.content, 'sent',
                   u.source_id, m.sent_at
              FROM unnest(:ids::int[], :sources::text[]) AS u (id, source_id)
              JOIN messages AS m ON m.id = u.id
                ON CONFLICT DO NOTHING
            RETURNING id, conversation_id
            """;

    private static final String FORGET_LAST = """
            UPDATE conversations AS c
               SET last_message_id = (SELECT max(m.id) FROM messages AS m
                                       WHERE m.conversation_id = c.id AND m.id <> ALL (:ids))
             WHERE c.id = ANY (:conversations) AND c.last_message_id = ANY (:ids)
            """;

    private final DatabaseClient database;
    private final MessageSources sources;
    private final MessageStates states;

    Strays(DatabaseClient database, MessageSources sources, MessageStates states) {
        this.database = database;
        this.sources = sources;
        this.states = states;
    }

    /**
     * Takes from other rows the source ids that answers gave to ours, before ours are saved.
     *
     * @param owners messages that answers told of, by the source ids they were given
     * @return the rows that were the same message, to be announced as deleted and then removed
     */
    Mono<Map<MessageId, ConversationId>> fold(Map<SourceKey, MessageState> owners) {
        return sources.find(owners.keySet()).flatMap(found -> {
            Map<MessageId, SourceKey> others = new HashMap<>();
            found.forEach((source, id) -> {
                MessageState owner = owners.get(source);
                if (owner != null && !owner.id().equals(id)) {
                    others.put(id, source);
                }
            });
            return others.isEmpty() ? Mono.just(Map.of()) : fold(owners, others);
        });
    }

    private Mono<Map<MessageId, ConversationId>> fold(
            Map<SourceKey, MessageState> owners, Map<MessageId, SourceKey> others) {
        return states.lock(others.keySet()).flatMap(locked -> {
            Map<MessageId, ConversationId> folded = new LinkedHashMap<>();
            for (MessageState other : locked.values()) {
                SourceKey source = others.get(other.id());
                if (source == null) {
                    continue;
                }
                MessageState owner = owners.get(source);
                if (other.isFromThePhone() && owner != null) {
                    owner.takeOver(other);
                    other.dissolve();
                    folded.put(other.id(), other.conversationId());
                } else if (owner != null) {
                    owner.forgetSource(source.sourceId());
                }
            }
            return states.save(locked.values()).thenReturn(folded);
        });
    }

    /** Stores as messages of their own what had been taken for ours. */
    Mono<Map<MessageId, ConversationId>> restore(Collection<MessageState> owners) {
        List<MessageState> displaced =
                owners.stream().filter(it -> it.displacedSourceId() != null).toList();
        if (displaced.isEmpty()) {
            return Mono.just(Map.of());
        }
        return database.sql(RESTORE)
                .bind("ids", numbers(displaced, it -> it.id().value()))
                .bind("sources", texts(displaced, MessageState::displacedSourceId))
                .map(row -> placed(new Columns(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map.Entry<MessageId, ConversationId> placed(Columns columns) {
        return Map.entry(new MessageId(columns.number("id")), new ConversationId(columns.number("conversation_id")));
    }

    /** Removes folded rows; last, so that their events could still be made. */
    Mono<Void> remove(Map<MessageId, ConversationId> folded) {
        if (folded.isEmpty()) {
            return Mono.empty();
        }
        Integer[] ids = folded.keySet().stream().map(MessageId::value).toArray(Integer[]::new);
        Integer[] conversations =
                folded.values().stream().map(ConversationId::value).distinct().toArray(Integer[]::new);
        return database.sql(FORGET_LAST)
                .bind("ids", ids)
                .bind("conversations", conversations)
                .then()
                .then(database.sql("DELETE FROM messages WHERE id = ANY (:ids)")
                        .bind("ids", ids)
                        .then());
    }

    /** Who was given which source id by the answers of a batch, wholly or for a part. */
    static Map<SourceKey, MessageState> owners(List<Delivery> answers, Map<MessageId, MessageState> locked) {
        Map<SourceKey, MessageState> owners = new LinkedHashMap<>();
        for (Delivery answer : answers) {
            switch (answer) {
                case Delivery.Sent it -> own(owners, it, locked.get(it.messageId()), it.sourceIds());
                case Delivery.Failed it -> own(owners, it, locked.get(it.messageId()), it.sourceIds());
                case Delivery.Deferred it -> own(owners, it, locked.get(it.messageId()), it.sourceIds());
                case Delivery.Unknown it -> own(owners, it, locked.get(it.messageId()), it.sourceIds());
                case Delivery.Receipt receipt -> {}
            }
        }
        return owners;
    }

    private static void own(
            Map<SourceKey, MessageState> owners,
            Delivery answer,
            @Nullable MessageState owner,
            List<String> sourceIds) {
        if (owner != null && owner.inboxId().equals(answer.inboxId())) {
            sourceIds.forEach(it -> owners.put(new SourceKey(answer.inboxId(), it), owner));
        }
    }
}
