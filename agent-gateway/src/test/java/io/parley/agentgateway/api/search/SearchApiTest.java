package io.parley.agentgateway.api.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.StoreFailure;
import io.parley.store.embedding.SearchIndex.Rebuild;
import io.parley.store.embedding.SearchIndex.Status;
import io.parley.store.search.Search.Found;
import io.parley.store.search.Search.FoundArticle;
import io.parley.store.search.Search.FoundContact;
import io.parley.store.search.Search.FoundConversation;
import io.parley.store.search.Search.FoundInbox;
import io.parley.store.search.Search.FoundMessage;
import io.parley.store.search.Search.SearchFilter;
import io.parley.store.search.Search.SearchRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SearchApiTest extends ApiTester {

    private static final FoundInbox INBOX = new FoundInbox(new InboxId(3), "bridge", Channel.API);

    @BeforeEach
    void somethingIsFound() {
        List<FoundMessage> messages =
                List.of(new FoundMessage(Fixtures.incoming(900, "hi"), Fixtures.ana(), INBOX, "<mark>hi</mark>", 0.9));
        FoundConversation conversation = new FoundConversation(
                Fixtures.conversation(12, new InboxId(3)), INBOX, Fixtures.incoming(900, "hi"), "<mark>hi</mark>", 0.8);
        FoundArticle article = new FoundArticle(4, "Refunds", "refunds", "en", "draft", "<mark>hi</mark>", 0.7);
        store.parts
                .answer("Search.messages", messages)
                .answer(
                        "Search.everything",
                        new Found(
                                List.of(conversation),
                                List.of(new FoundContact(Fixtures.ana(), 1)),
                                messages,
                                List.of(article)));
    }

    @Test
    void answersInChatwootsFormWithWhereAndWhy() {
        getAsBo(ACCOUNT + "/search?q=hi")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.messages[0].id")
                .isEqualTo(900)
                .jsonPath("$.payload.messages[0].content")
                .isEqualTo("hi")
                .jsonPath("$.payload.messages[0].conversation_id")
                .isEqualTo(12)
                .jsonPath("$.payload.messages[0].private")
                .isEqualTo(false)
                .jsonPath("$.payload.messages[0].inbox.name")
                .isEqualTo("bridge")
                .jsonPath("$.payload.messages[0].contact.name")
                .isEqualTo(Fixtures.ana().name())
                .jsonPath("$.payload.messages[0].highlight")
                .isEqualTo("<mark>hi</mark>")
                .jsonPath("$.payload.messages[0].score")
                .isEqualTo(0.9)
                .jsonPath("$.payload.conversations[0].id")
                .isEqualTo(12)
                .jsonPath("$.payload.conversations[0].message.id")
                .isEqualTo(900)
                .jsonPath("$.payload.conversations[0].highlight")
                .isEqualTo("<mark>hi</mark>")
                .jsonPath("$.payload.contacts[0].score")
                .isEqualTo(1.0)
                .jsonPath("$.payload.articles[0].slug")
                .isEqualTo("refunds");
    }

    @Test
    void answersOneListAloneAndPassesTheFilterOn() {
        getAsBo(ACCOUNT + "/search/messages?q=late+parcel&page=2&inbox_id=3&status=resolved&assignee_id=7&label=vip"
                        + "&since=1700000000&until=1800000000")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.messages.length()")
                .isEqualTo(1)
                .jsonPath("$.payload.contacts")
                .doesNotExist();

        assertThat(store.parts.asked("Search.messages"))
                .containsExactly(new SearchRequest(
                        "late parcel",
                        new SearchFilter(
                                new InboxId(3),
                                ConversationStatus.RESOLVED,
                                new AgentId(7),
                                "vip",
                                Instant.ofEpochSecond(1_700_000_000),
                                Instant.ofEpochSecond(1_800_000_000)),
                        2));
        getAsBo(ACCOUNT + "/search/messages?q=x&status=strange").expectStatus().isEqualTo(422);
    }

    @Test
    void showsTheIndexToAdministrators() {
        store.parts.answer(
                "SearchIndex.status",
                new Status(
                        "local",
                        "all-MiniLM-L6-v2",
                        384,
                        10,
                        2,
                        1,
                        new Rebuild("better", 3, 13, Instant.ofEpochSecond(1_700_000_000)),
                        null));

        get(ACCOUNT + "/search_index").expectStatus().isOk().expectBody().json("""
                        {"provider":"local","model":"all-MiniLM-L6-v2","dimensions":384,"embedded":10,"waiting":2,"failed":1,
                         "rebuild":{"model":"better","done":3,"total":13,"started_at":1700000000},"problem":null}""");
        post(ACCOUNT + "/search_index/rebuild", "{}").expectStatus().isAccepted();
        assertThat(store.parts.wasAsked("SearchIndex.rebuild")).isTrue();

        store.parts.answer("SearchIndex.status", new StoreFailure.NotAllowed());
        getAsBo(ACCOUNT + "/search_index").expectStatus().isUnauthorized();
    }
}
