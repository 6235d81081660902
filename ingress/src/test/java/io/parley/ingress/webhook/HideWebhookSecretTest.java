package io.parley.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

class HideWebhookSecretTest {

    @Test
    void keepsTheSecretOutOfTraces() {
        ServerRequestObservationContext request = requestTo("/webhooks/evolution/s3cret/messages-upsert");

        new HideWebhookSecret().map(request);

        assertThat(request.getHighCardinalityKeyValue("http.url").getValue()).isEqualTo("/webhooks/***");
    }

    @Test
    void leavesOtherPathsAlone() {
        ServerRequestObservationContext request = requestTo("/api/v1/profile");

        new HideWebhookSecret().map(request);

        assertThat(request.getHighCardinalityKeyValue("http.url").getValue()).isEqualTo("/api/v1/profile");
    }

    private static ServerRequestObservationContext requestTo(String path) {
        ServerRequestObservationContext request = new ServerRequestObservationContext(
                MockServerHttpRequest.post(path).build(), new MockServerHttpResponse(), new HashMap<>());
        request.addHighCardinalityKeyValue(KeyValue.of("http.url", path));
        return request;
    }
}
