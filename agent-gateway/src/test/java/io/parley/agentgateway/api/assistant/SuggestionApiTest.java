package io.parley.agentgateway.api.assistant;

import io.parley.agentgateway.ApiTester;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.store.suggestion.Suggestions.Kind;
import io.parley.store.suggestion.Suggestions.SimilarConversation;
import io.parley.store.suggestion.Suggestions.Source;
import io.parley.store.suggestion.Suggestions.Suggestion;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class SuggestionApiTest extends ApiTester {

    @Test
    void showsSimilarConversations() {
        store.parts.answer(
                "Suggestions.similar",
                List.of(new SimilarConversation(
                        13,
                        new InboxId(3),
                        new ContactId(5),
                        "Ana",
                        ConversationStatus.RESOLVED,
                        new MessageId(900),
                        "Where is it?",
                        0.75,
                        Instant.ofEpochSecond(1_700_000_000))));

        getAsBo(ACCOUNT + "/conversations/12/similar")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"payload":[{"conversation_id":13,"inbox_id":3,"contact":{"id":5,"name":"Ana"},"status":"resolved",
                          "message_id":900,"excerpt":"Where is it?","similarity":0.75,"last_activity_at":1700000000}]}""");
    }

    @Test
    void showsSuggestionsWithWhatLeadsToTheirSource() {
        store.parts.answer(
                "Suggestions.suggest",
                List.of(
                        new Suggestion(
                                Kind.CANNED_RESPONSE, "Hello!", 0.5, new Source(1, "hi", "hi", null, null, null)),
                        new Suggestion(
                                Kind.ANSWER, "Tomorrow.", 0.4, new Source(901, "Where is it?", null, 13, 901, null))));

        getAsBo(ACCOUNT + "/conversations/12/suggestions")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                        {"payload":[
                          {"kind":"canned_response","text":"Hello!","similarity":0.5,
                           "source":{"id":1,"title":"hi","short_code":"hi"}},
                          {"kind":"answer","text":"Tomorrow.","similarity":0.4,
                           "source":{"id":901,"title":"Where is it?","conversation_id":13,"message_id":901}}]}""")
                .jsonPath("$.payload[0].source.article_id")
                .doesNotExist();
    }

    @Test
    void withoutAChatEndpointThereIsNoAssistant() {
        getAsBo(ACCOUNT + "/assistant").expectBody().json("{'enabled':false,'model':null}");
        sendAsBo(HttpMethod.POST, ACCOUNT + "/conversations/12/draft_answer", "{}")
                .expectStatus()
                .isNotFound();
        sendAsBo(HttpMethod.POST, ACCOUNT + "/conversations/12/summary", "{}")
                .expectStatus()
                .isNotFound();
    }
}
