package io.parley.agentgateway.security;

import static io.parley.agentgateway.Fixtures.ada;
import static io.parley.agentgateway.Fixtures.bo;

import io.parley.agentgateway.ApiTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

class CredentialsTest extends ApiTester {

    private static final String PROFILE = "/api/v1/profile";

    @ParameterizedTest
    @ValueSource(strings = {"api_access_token", "Api-Access-Token", "API_ACCESS_TOKEN", "api-access-token"})
    void takesTheTokenInEverySpellingOfItsHeader(String header) {
        client.get()
                .uri(PROFILE)
                .header(header, "bo-token")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(8);
    }

    @Test
    void ignoresABearerBesideATokenHeader() {
        client.get()
                .uri(PROFILE)
                .header("api_access_token", "ada-token")
                .header(HttpHeaders.AUTHORIZATION, "Bearer bo-token")
                .exchange()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(7);
    }

    @Test
    void takesABearerAlone() {
        client.get()
                .uri(PROFILE)
                .header(HttpHeaders.AUTHORIZATION, "Bearer bo-token")
                .exchange()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(8);
    }

    @Test
    void takesTheHeadersOfASession() {
        store.sessions.put("client-0", bo());

        client.get()
                .uri(PROFILE)
                .header("access-token", "token-of-client-0")
                .header("client", "client-0")
                .header("uid", "bo@example.org")
                .header(HttpHeaders.AUTHORIZATION, "Bearer whatever")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(8);
    }

    @Test
    void saysThatATokenIsUnknown() {
        client.get()
                .uri(PROFILE)
                .header("api_access_token", "nobody's")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
                .expectBody()
                .json("{\"error\":\"Invalid Access Token\"}");
    }

    @Test
    void asksThoseWithoutCredentialsToSignIn() {
        client.get()
                .uri(PROFILE)
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .json("{\"errors\":[\"You need to sign in or sign up before continuing.\"]}");
    }

    @Test
    void asksThoseWhoseSessionIsOverToSignIn() {
        client.get()
                .uri(PROFILE)
                .header("access-token", "old")
                .header("client", "gone")
                .header("uid", "bo@example.org")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .json("{\"errors\":[\"You need to sign in or sign up before continuing.\"]}");
    }

    @Test
    void doesNotTakeATokenFromTheQuery() {
        client.get()
                .uri(PROFILE + "?access_token=bo-token&api_access_token=bo-token")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void takesATokenFromTheQueryOfAStream() {
        // Nothing streams here, so that whoever gets past the door finds nothing behind it.
        client.get()
                .uri(ACCOUNT + "/stream?access_token=bo-token")
                .exchange()
                .expectStatus()
                .isNotFound();
        client.get()
                .uri(ACCOUNT + "/stream?access_token=nobody's")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        client.get().uri(ACCOUNT + "/stream").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void takesASessionFromTheQueryOfAStream() {
        store.sessions.put("client-0", ada());

        client.get()
                .uri(ACCOUNT + "/stream?access_token=token-of-client-0&client=client-0&uid=ada@example.org")
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void keepsAgentsOutOfAccountsTheyAreNotIn() {
        getAsBo("/api/v1/accounts/2/agents")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .json("{\"error\":\"You are not authorized to access this account\"}");
    }

    @Test
    void answersUnavailableAndNotUnauthorizedWhileTheStoreIsAway() {
        store.failure = new org.springframework.dao.DataAccessResourceFailureException("connection refused");

        getAsBo(PROFILE)
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals(HttpHeaders.RETRY_AFTER, "5")
                .expectBody()
                .jsonPath("$.error")
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/health", "/api-docs"})
    void leavesTheDoorOpenFor(String path) {
        client.get().uri(path).exchange().expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator/env", "/actuator/heapdump", "/anything", "/api/v1/accounts/1", "/api/v2/x", "/cable"})
    void keepsTheDoorShutFor(String path) {
        client.get().uri(path).exchange().expectStatus().isUnauthorized();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks/evolution/secret", "/public/api/v1/nothing", "/assets/x.js", "/actuator/health"})
    void doesNotAskWhoWantsWhatIsPublic(String path) {
        client.get().uri(path).exchange().expectStatus().isNotFound();
    }

    @Test
    void setsHeadersThatKeepBrowsersCareful() {
        getAsBo(PROFILE)
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("X-Frame-Options", "DENY")
                .expectHeader()
                .valueEquals("Referrer-Policy", "same-origin")
                .expectHeader()
                .valueMatches("Content-Security-Policy", "default-src 'self';.*frame-ancestors 'none'")
                .expectHeader()
                .valueMatches("Cache-Control", ".*no-store.*");
    }
}
