package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.id.MessageId;
import io.parley.contract.inbound.AutoReply;
import io.parley.store.Columns;
import io.parley.store.inbound.InboundBatch.Stored;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Queues what rules answer to a contact's message, where the occasion is met: never to groups, echoes and machines. */
@Component
class AutoReplies {

    private static final String QUEUE = """
            INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, status, send_state)
            SELECT n.account_id, n.inbox_id, n.conversation_id, n.contact_id, 'template', n.text, 'accepted', 'queued'
              FROM unnest(:accounts::int[], :inboxes::int[], :conversations::int[], :contacts::int[], :texts::text[])
                   AS n (account_id, inbox_id, conversation_id, contact_id, text)
            RETURNING id, conversation_id
            """;

    private final DatabaseClient database;
    private final Clock clock;
    private final InboundProperties properties;

    AutoReplies(DatabaseClient database, Clock clock, InboundProperties properties) {
        this.database = database;
        this.clock = clock;
        this.properties = properties;
    }

    Mono<Void> queue(InboundBatch batch) {
        List<Reply> replies = new ArrayList<>();
        for (Stored stored : batch.stored) {
            if (stored.arrival().mayBeAnswered()) {
                stored.arrival().routed().autoReplies().stream()
                        .filter(it -> isDue(it, stored.conversation()))
                        .forEach(it -> replies.add(new Reply(stored, it.body())));
                stored.conversation().isNoLongerNew();
            }
        }
        if (replies.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(QUEUE)
                .bind("accounts", numbers(replies, it -> it.to().arrival().account()))
                .bind("inboxes", numbers(replies, it -> it.to().arrival().inbox()))
                .bind(
                        "conversations",
                        numbers(replies, it -> it.to().conversation().id().value()))
                .bind("contacts", numbers(replies, it -> batch.contactOf(it.to().arrival())))
                .bind("texts", texts(replies, Reply::body))
                .map(row -> new MessageId(new Columns(row).number("id")))
                .all()
                .collectList()
                .doOnNext(ids -> remember(batch, replies, ids))
                .then();
    }

    private boolean isDue(AutoReply reply, ConversationRow conversation) {
        return switch (reply.occasion()) {
            case GREETING -> conversation.greets();
            case AWAY -> conversation.saysAway(clock.instant(), properties.awayInterval());
        };
    }

    /** Rows come back in the order they went in. */
    private static void remember(InboundBatch batch, List<Reply> replies, List<MessageId> ids) {
        for (int index = 0; index < replies.size(); index++) {
            ConversationRow conversation = replies.get(index).to().conversation();
            conversation.answered(ids.get(index).value());
            batch.replies.put(ids.get(index), conversation.id());
            batch.toRelease.add(conversation.id());
        }
    }

    private record Reply(Stored to, String body) {}
}
