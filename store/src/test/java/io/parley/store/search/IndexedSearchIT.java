package io.parley.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.ExplainedStatements;
import io.parley.store.VectorIntegration;
import io.parley.store.Viewer;
import io.parley.store.search.Search.Mode;
import io.parley.store.search.Search.SearchFilter;
import io.parley.store.search.Search.SearchRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** As an account with many vectors is searched: by the index, which goes on looking while filters leave too little. */
@Import(ExplainedStatements.class)
class IndexedSearchIT extends VectorIntegration {

    @Autowired
    private Search search;

    @Autowired
    private ExplainedStatements statements;

    @DynamicPropertySource
    static void everyAccountIsLarge(DynamicPropertyRegistry registry) {
        registry.add("parley.store.search.exact-up-to", () -> "0");
    }

    @Test
    void findsWhatFiltersLeaveAndNothingOfAnotherAccount() {
        InboxId inbox = anInbox(Channel.API);
        ConversationView few = said(inbox, "my lamp arrived broken");
        said(
                inbox,
                IntStream.range(0, 150)
                        .mapToObj(it -> "my lamp number " + it + " arrived broken")
                        .toArray(String[]::new));
        await(conversations.changeStatus(administrator, few.displayId(), ConversationStatus.RESOLVED, null));
        AccountId other = anAccount();
        Viewer stranger = new Viewer(other, new AgentId(administrator.agentId().value()), true);
        SearchFilter resolved = new SearchFilter(null, ConversationStatus.RESOLVED, null, null, null, null);

        assertThat(texts(administrator, SearchFilter.NONE)).hasSize(Search.PAGE_SIZE);
        assertThat(texts(administrator, resolved)).containsExactly("my lamp arrived broken");
        assertThat(texts(stranger, SearchFilter.NONE)).isEmpty();
    }

    @Test
    void asksTheIndex() {
        said(anInbox(Channel.API), "my lamp arrived broken");
        // in parts: the store gives up a statement after ten seconds
        IntStream.range(0, 10).forEach(part -> addVectors(part * 300 + 1, part * 300 + 300));
        sql("ANALYZE embeddings");

        List<String> plans = statements.plansOf(() -> texts(administrator, SearchFilter.NONE));

        assertThat(plans).anyMatch(plan -> plan.contains("_vector_idx"));
    }

    /** Of the first document's chunks, as if it had so many. */
    private void addVectors(int from, int to) {
        sql("""
                WITH more AS (
                    INSERT INTO search_documents (account_id, inbox_id, kind, message_id, chunk, digest)
                    SELECT d.account_id, d.inbox_id, d.kind, d.message_id, number, number
                      FROM (SELECT * FROM search_documents WHERE account_id = %s ORDER BY id LIMIT 1) AS d
                     CROSS JOIN generate_series(%d, %d) AS number
                    RETURNING id, account_id, inbox_id, kind
                )
                INSERT INTO embeddings (model_id, document_id, account_id, inbox_id, kind, embedding)
                SELECT (SELECT id FROM embedding_models), m.id, m.account_id, m.inbox_id, m.kind,
                       (SELECT array_agg(random() + 0 * (at + m.id))::real[] FROM generate_series(1, 384) AS at)::halfvec
                  FROM more AS m""".formatted(account, from, to));
    }

    private List<String> texts(Viewer viewer, SearchFilter filter) {
        return await(search.messages(viewer, new SearchRequest("broken lamp", filter, 1, Mode.MEANING))).stream()
                .map(it -> it.message().text())
                .toList();
    }
}
