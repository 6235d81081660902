package io.parley.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Counted in Redis, as it runs; an address from outside comes through a proxy on this machine. */
class RateLimitIT extends GatewayIntegration {

    @Test
    void answers429WithATimeToWaitWhenAnAgentAsksForCountsTooOften() {
        String address = anAddress();
        Person agent = aNewAgent();

        assertThat(IntStream.range(0, 30).mapToObj(ask -> statusOf(counts(agent, address))))
                .containsOnly(200);
        // a bucket fills a little while it is emptied
        await().atMost(LIMIT).until(() -> statusOf(counts(agent, address)) == 429);

        await().atMost(LIMIT)
                .untilAsserted(() -> counts(agent, address)
                        .expectStatus()
                        .isEqualTo(429)
                        .expectHeader()
                        .value(
                                HttpHeaders.RETRY_AFTER,
                                seconds -> assertThat(Integer.parseInt(seconds)).isBetween(1, 60))
                        .expectHeader()
                        .contentTypeCompatibleWith(MediaType.TEXT_PLAIN));
        counts(ada, address).expectStatus().isOk();
    }

    @Test
    void neverHoldsTheMachineItselfUp() {
        Person agent = aNewAgent();

        assertThat(IntStream.range(0, 40).mapToObj(ask -> agent.status(HttpMethod.GET, "/conversations/meta", "")))
                .containsOnly(200);
    }

    private WebTestClient.ResponseSpec counts(Person agent, String address) {
        return client.get()
                .uri("/api/v1/accounts/" + agent.account + "/conversations/meta")
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
