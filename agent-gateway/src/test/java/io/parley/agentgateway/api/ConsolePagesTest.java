package io.parley.agentgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console answers at its own addresses, to everybody, and nowhere else. */
class ConsolePagesTest extends ApiTester {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app", "/app/inbox/mine", "/app/accounts/1/conversations/12"})
    void answersWithItsPageWhereItsLinksLead(String path) {
        String page = client.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("cache-control", "no-cache")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(page).contains("<div id=\"app\">").contains("/assets/");
    }

    @Test
    void swallowsNoMistakeOfAnApiClient() {
        get(ACCOUNT + "/no_such_thing").expectStatus().isNotFound();
        client.get().uri("/assets/no-such-file.js").exchange().expectStatus().isNotFound();
    }
}
