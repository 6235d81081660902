package io.parley.agentgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** What Chatwoot's clients take for granted about any request, whatever it is for. */
class QuirksTest extends ApiTester {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/accounts/1/inboxes/",
                "/api/v1/accounts/1/inboxes/3/",
                "/api/v1/accounts/1/inboxes.json",
                "/api/v1/accounts/1/inboxes/3.json",
                "/api/v1/accounts/1/inboxes/3.json/",
                "/api/v1/profile/",
                "/api/v1/profile.json"
            })
    void takesPathsWithASlashOrAnEnding(String path) {
        get(path).expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/", "/api.json", "/health/", "/health.json"})
    void takesProbesWithASlashOrAnEnding(String path) {
        client.get().uri(path).exchange().expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "*/*", "image/png", "application/vnd.api+json"})
    void answersJsonWhateverIsAccepted(String accept) {
        ask("bo-token", HttpMethod.GET, ACCOUNT + "/agents")
                .header(HttpHeaders.ACCEPT, accept)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueMatches(HttpHeaders.CONTENT_TYPE, "(?i)application/json;charset=utf-8");
    }

    @Test
    void takesAnEmptyForm() {
        ask("bo-token", HttpMethod.POST, ACCOUNT + "/conversations/12/update_last_seen")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .header(HttpHeaders.CONTENT_LENGTH, "0")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void takesABodyOfATypeItDoesNotKnowForNone() {
        ask("bo-token", HttpMethod.POST, ACCOUNT + "/conversations/12/toggle_status?status=pending")
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("whatever")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.current_status")
                .isEqualTo("pending");
    }

    @Test
    void letsTheBodyWinOverTheQuery() {
        post(ACCOUNT + "/conversations/12/toggle_status?status=pending", "{'status':'snoozed'}")
                .expectBody()
                .jsonPath("$.payload.current_status")
                .isEqualTo("snoozed");
    }

    @Test
    void ignoresParametersItDoesNotKnow() {
        post(ACCOUNT + "/conversations/12/messages", "{'content':'hi','source_reply_id':'7','a':{'b':[1]}}")
                .expectStatus()
                .isOk();
    }

    @Test
    void saysThatABodyIsNoJson() {
        post(ACCOUNT + "/labels", "{'title':")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .json("{\"error\":\"The body is not valid JSON\"}");
    }

    @Test
    void saysThatABodyIsNoMultipart() {
        ask("ada-token", HttpMethod.POST, ACCOUNT + "/labels")
                .header(HttpHeaders.CONTENT_TYPE, "multipart/form-data")
                .bodyValue("nonsense")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        post(ACCOUNT + "/labels", "{'title':'" + "a".repeat(3 << 20) + "'}")
                .expectStatus()
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/conversations/x",
                "/inboxes/-1",
                "/inboxes/99999999999",
                "/contacts/0",
                "/nothing",
                "/teams/two"
            })
    void findsNothingWhereThereIsNothing(String path) {
        get(ACCOUNT + path)
                .expectStatus()
                .isNotFound()
                .expectBody()
                .json("{\"error\":\"Resource could not be found\"}");
    }

    @Test
    void findsNoAccountThatIsNoNumber() {
        get("/api/v1/accounts/acme/agents").expectStatus().isNotFound();
    }

    @Test
    void showsTheAccountAndNotesThatSomebodyWorksInIt() {
        getAsBo(ACCOUNT).expectStatus().isOk().expectBody().jsonPath("$.name").isEqualTo("Acme");
        sendAsBo(HttpMethod.POST, ACCOUNT + "/update_active_at", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        assertThat(store.asked).containsKey("active account");
    }

    @Test
    void keepsWhatWentWrongInsideToItself() {
        store.failure = new IllegalStateException("secret detail");

        // Signing in already asks the store.
        getAsBo(ACCOUNT + "/agents")
                .expectStatus()
                .isEqualTo(500)
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("error").doesNotContain("secret detail", "IllegalState"));
    }

    @Test
    void tellsWhichChatwootItSpeaksLike() {
        client.get()
                .uri("/api")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo("4.15.1")
                .jsonPath("$.timestamp")
                .isEqualTo("2026-06-17 12:41:40")
                .jsonPath("$.data_services")
                .isEqualTo("ok")
                .jsonPath("$.queue_services")
                .isEqualTo("failing")
                .jsonPath("$.parley_version")
                .isNotEmpty();
        client.get().uri("/health").exchange().expectBody().json("{\"status\":\"woot\"}");
    }

    @Test
    void saysWhenTheDatabaseDoesNotAnswer() {
        store.failure = new IllegalStateException("away");

        client.get()
                .uri("/api")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.data_services")
                .isEqualTo("failing");
    }
}
