package io.parley.agentgateway.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class SessionApiTest extends ApiTester {

    @Test
    void signsInAndTellsTheSessionInHeaders() {
        signIn("{\"email\":\"bo@example.org\",\"password\":\"secret\"}")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("access-token", "token-of-client-0")
                .expectHeader()
                .valueEquals("token-type", "Bearer")
                .expectHeader()
                .valueEquals("client", "client-0")
                .expectHeader()
                .valueEquals("uid", "bo@example.org")
                .expectHeader()
                .valueMatches("expiry", "\\d{10}")
                .expectBody()
                .jsonPath("$.data.access_token")
                .isEqualTo("bo-token")
                .jsonPath("$.data.pubsub_token")
                .isEqualTo("bo-pubsub")
                .jsonPath("$.data.account_id")
                .isEqualTo(1)
                .jsonPath("$.data.accounts[0].name")
                .isEqualTo("Acme");
    }

    @Test
    void takesAFormToSignInWith() {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("email", "bo@example.org");
        form.add("password", "secret");

        client.post()
                .uri("/auth/sign_in")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue(form)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void signsInWhateverStaleTokenComesAlong() {
        client.post()
                .uri("/auth/sign_in")
                .header("api_access_token", "stale")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"email\":\"bo@example.org\",\"password\":\"secret\"}")
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void saysWhereThereIsNoCloudflareAccess() {
        client.post()
                .uri("/auth/cloudflare_access")
                .header("Cf-Access-Jwt-Assertion", "whatever")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void letsEveryPageCallWhatIsPublicAndNoneTheRest() {
        for (String path : new String[] {"/public/api/v1/inboxes/x", "/api/v1/profile"}) {
            HttpHeaders answered = client.options()
                    .uri(path)
                    .header("Origin", "https://page.example.org")
                    .header("Access-Control-Request-Method", "GET")
                    .exchange()
                    .returnResult(Void.class)
                    .getResponseHeaders();
            assertThat(answered.getAccessControlAllowOrigin()).isEqualTo(path.startsWith("/public") ? "*" : null);
        }
    }

    @Test
    void refusesAWrongPasswordInChatwootsWords() {
        signIn("{\"email\":\"bo@example.org\",\"password\":\"wrong\"}")
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .doesNotExist("access-token")
                .expectBody()
                .json("{\"success\":false,\"errors\":[\"Invalid login credentials. Please try again.\"]}");
    }

    @Test
    void refusesWhenNothingIsGiven() {
        client.post().uri("/auth/sign_in").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void checksASession() {
        store.sessions.put("client-0", Fixtures.bo());

        inSession("/auth/validate_token")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.success")
                .isEqualTo(true)
                .jsonPath("$.payload.data.id")
                .isEqualTo(8)
                .jsonPath("$.payload.data.created_at")
                .isEqualTo("2026-06-17T12:41:40.123Z");
    }

    @Test
    void saysThatASessionIsOver() {
        inSession("/auth/validate_token")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .json("{\"success\":false,\"errors\":[\"Invalid login credentials\"]}");
    }

    @Test
    void signsOut() {
        store.sessions.put("client-0", Fixtures.bo());

        signOut().expectStatus().isOk().expectBody().json("{\"success\":true}");

        assertThat(store.sessions).isEmpty();
        signOut().expectStatus().isNotFound().expectBody().jsonPath("$.success").isEqualTo(false);
    }

    @Test
    void isNotAvailableWhileTheStoreIsAway() {
        store.failure = new org.springframework.transaction.CannotCreateTransactionException("no connection");

        signIn("{\"email\":\"bo@example.org\",\"password\":\"secret\"}")
                .expectStatus()
                .isEqualTo(503);
        inSession("/auth/validate_token").expectStatus().isEqualTo(503);
    }

    private ResponseSpec signIn(String json) {
        return client.post()
                .uri("/auth/sign_in")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json)
                .exchange();
    }

    private ResponseSpec signOut() {
        return client.delete()
                .uri("/auth/sign_out")
                .headers(SessionApiTest::session)
                .exchange();
    }

    private ResponseSpec inSession(String path) {
        return client.get().uri(path).headers(SessionApiTest::session).exchange();
    }

    private static void session(HttpHeaders headers) {
        headers.set("access-token", "token-of-client-0");
        headers.set("client", "client-0");
        headers.set("uid", "bo@example.org");
    }
}
