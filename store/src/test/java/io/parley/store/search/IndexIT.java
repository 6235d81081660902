package io.parley.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.store.VectorIntegration;
import io.parley.store.message.CannedResponses.CannedResponseChange;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What is said gets its documents and vectors, once, and loses them when it is gone. */
class IndexIT extends VectorIntegration {

    @Autowired
    private IndexMessages index;

    @Autowired
    private IndexChanges changes;

    @Autowired
    private SearchIndexLoop loop;

    private InboxId inbox;

    @BeforeEach
    void anInbox() {
        inbox = anInbox(Channel.API);
    }

    @Test
    void everyMessageGetsOneVectorHoweverOftenItComes() {
        ConversationView conversation = aConversation(inbox);
        IntStream.range(0, 50).forEach(it -> says(conversation, "message number " + it));

        awaitVectors(50);
        index.index(hubEvents()).block(LIMIT);
        index.index(hubEvents()).block(LIMIT);

        assertThat(waiting()).isZero();
        assertThat(vectors()).isEqualTo(50);
        assertThat(one("SELECT count(DISTINCT message_id) FROM search_documents WHERE account_id = " + account))
                .isEqualTo(50L);
        assertThat(one("SELECT max(vector_dims(embedding)) FROM embeddings WHERE account_id = " + account))
                .isEqualTo(384);
    }

    @Test
    void aDeletedMessageLeavesTheIndex() {
        ConversationView conversation = aConversation(inbox);
        MessageId message = says(conversation, "my secret number is 4711").id();
        awaitVectors(1);

        await(messages.delete(administrator, conversation.displayId(), message));

        eventually(() -> assertThat(documents()).isZero());
        assertThat(vectors()).isZero();
    }

    @Test
    void anErasedContactLeavesTheIndexInTheSameTransaction() {
        ConversationView conversation = aConversation(inbox);
        says(conversation, "forget me");
        awaitVectors(1);

        contacts.delete(administrator, conversation.contact().id()).block(LIMIT);

        assertThat(documents()).isZero();
        assertThat(vectors()).isZero();
    }

    @Test
    void aNoteIsMarked() {
        ConversationView conversation = aConversation(inbox);
        says(conversation, "where is my parcel?");
        await(messages.create(administrator, conversation.displayId(), aNote("he is always rude")));
        awaitVectors(2);

        assertThat(rows("SELECT kind FROM embeddings WHERE account_id = %s ORDER BY document_id".formatted(account)))
                .extracting(it -> it.get("kind"))
                .containsExactly("incoming", "note");
    }

    @Test
    void aLongMessageIsFoundByAllItsWordsAndHasAVectorForEachChunk() {
        ConversationView conversation = aConversation(inbox);
        String paragraph = "The machine makes a noise when I turn it on in the morning. ".repeat(10);
        says(conversation, paragraph + "\n\n" + paragraph + "\n\nAt last: marzipan.");

        awaitVectors(2);

        assertThat(one("""
                SELECT count(*) FROM search_documents
                 WHERE account_id = %s AND words @@ search_query('marzipan noise')""".formatted(account))).isEqualTo(1L);
    }

    @Test
    void aChangedCannedResponseGetsAnotherVector() {
        int id = await(cannedResponses.create(administrator, new CannedResponseChange("hello", "Good morning!")))
                .id();
        awaitVectors(1);
        Object before = one("SELECT embedding::text FROM embeddings WHERE account_id = " + account);

        await(cannedResponses.update(administrator, id, new CannedResponseChange(null, "Your refund is on its way.")));

        eventually(() -> assertThat(rows("SELECT embedding::text FROM embeddings WHERE account_id = " + account))
                .singleElement()
                .satisfies(it -> assertThat(it.get("embedding")).isNotEqualTo(before)));
        cannedResponses.delete(administrator, id).block(LIMIT);
        assertThat(documents()).isZero();
    }

    @Test
    void whatSomebodyIsDeletingIsNotWaitedFor() {
        loop.stop();
        try {
            int id = await(cannedResponses.create(administrator, new CannedResponseChange("bye", "Good night!")))
                    .id();

            Mono<Boolean> meanwhile =
                    Mono.fromCallable(() -> changes.indexSome().block(LIMIT)).subscribeOn(Schedulers.boundedElastic());
            database.sql("SELECT FROM canned_responses WHERE id = %d FOR UPDATE".formatted(id))
                    .then()
                    .then(meanwhile)
                    .then(database.sql("DELETE FROM canned_responses WHERE id = " + id)
                            .then())
                    .as(transaction::transactional)
                    .block(LIMIT);

            assertThat(documents()).isZero();
        } finally {
            loop.start();
        }
    }

    @Test
    void messagesFromBeforeAreWrittenToo() {
        ConversationView conversation = aConversation(inbox);
        List<Integer> ids = IntStream.range(0, 7)
                .mapToObj(it -> says(conversation, "old message " + it).id().value())
                .toList();
        awaitVectors(7);
        sql("DELETE FROM search_documents WHERE account_id = " + account);

        sql("UPDATE search_backfill SET below_id = %d".formatted(ids.getLast() + 1));

        awaitVectors(7);
    }

    private void awaitVectors(long number) {
        eventually(() -> assertThat(vectors()).isEqualTo(number));
    }

    private long vectors() {
        return (Long) one("SELECT count(*) FROM embeddings WHERE account_id = " + account);
    }

    private long documents() {
        return (Long) one("SELECT count(*) FROM search_documents WHERE account_id = " + account);
    }

    private long waiting() {
        return (Long) one("""
                SELECT count(*) FROM embedding_queue AS q JOIN search_documents AS d ON d.id = q.document_id
                 WHERE d.account_id = %s""".formatted(account));
    }
}
