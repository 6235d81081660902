package io.parley.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Counted in Redis, as it runs; an address from outside comes through a proxy on this machine. */
class RateLimitIT extends GatewayIntegration {

    @Test
    void answers429WithATimeToWaitWhenAnAccountSearchesTooOften() {
        String address = anAddress();
        Person agent = aNewAgent();

        assertThat(IntStream.range(0, 10).mapToObj(ask -> statusOf(search(agent, address))))
                .containsOnly(200);
        // a bucket fills a little while it is emptied
        await().atMost(LIMIT).until(() -> statusOf(search(agent, address)) == 429);

        await().atMost(LIMIT)
                .untilAsserted(() -> search(agent, address)
                        .expectStatus()
                        .isEqualTo(429)
                        .expectHeader()
                        .value(
                                HttpHeaders.RETRY_AFTER,
                                seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60))
                        .expectHeader()
                        .contentTypeCompatibleWith(MediaType.TEXT_PLAIN));
        ask(agent, "/conversations/meta", address).expectStatus().isOk();
    }

    /** Each is dear: it embeds a question, or has a model write. */
    @ParameterizedTest
    @ValueSource(strings = {"/search?q=a", "/conversations/1/similar", "/conversations/1/draft_answer"})
    void slowsDownWhoeverSearchesOrHasAnswersDraftedTooOften(String path) {
        String address = anAddress();
        Person agent = aNewAgent();

        await().atMost(LIMIT).until(() -> statusOf(ask(agent, path, address)) == 429);
    }

    @Test
    void neverHoldsTheMachineItselfUp() {
        Person agent = aNewAgent();

        assertThat(IntStream.range(0, 20)
                        .mapToObj(ask -> agent.status(HttpMethod.GET, "/contacts/search?q=nobody", "")))
                .containsOnly(200);
    }

    private WebTestClient.ResponseSpec search(Person agent, String address) {
        return ask(agent, "/contacts/search?q=nobody", address);
    }

    private WebTestClient.ResponseSpec ask(Person agent, String path, String address) {
        return client.get()
                .uri("/api/v1/accounts/" + agent.account + path)
                .header("api_access_token", agent.token)
                .header("X-Forwarded-For", address)
                .exchange();
    }

    private static int statusOf(WebTestClient.ResponseSpec answer) {
        return answer.returnResult(Void.class).getStatus().value();
    }

    private static String anAddress() {
        int random = UUID.randomUUID().hashCode();
        return "203.0.%d.%d".formatted(random & 0x7f, random >>> 8 & 0xff);
    }
}
