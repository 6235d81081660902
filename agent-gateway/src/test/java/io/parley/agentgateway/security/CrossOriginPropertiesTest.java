package io.parley.agentgateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.cors.CorsConfiguration;

class CrossOriginPropertiesTest {

    private static final String PAGE = "https://tools.example.org";

    @Test
    void letsEveryPageCallWhatIsPublicAndNoneTheRest() {
        CrossOriginProperties nothingSaid = new CrossOriginProperties(List.of(""));

        assertThat(configured(nothingSaid, "/public/api/v1/inboxes/x").checkOrigin(PAGE))
                .isEqualTo("*");
        assertThat(nothingSaid.source().getCorsConfiguration(exchange("/api/v1/profile")))
                .isNull();
        assertThat(nothingSaid.source().getCorsConfiguration(exchange("/auth/sign_in")))
                .isNull();
    }

    @Test
    void letsTheNamedPagesCallTheApiAndReadTheSession() {
        CrossOriginProperties named = new CrossOriginProperties(List.of(" " + PAGE));

        CorsConfiguration api = configured(named, "/api/v1/profile");
        assertThat(api.checkOrigin(PAGE)).isEqualTo(PAGE);
        assertThat(api.checkOrigin("https://elsewhere.example.org")).isNull();
        assertThat(api.getExposedHeaders()).containsExactly("access-token", "client", "uid", "expiry");
        assertThat(api.getAllowCredentials()).isNull();
        assertThat(configured(named, "/auth/sign_in").checkOrigin(PAGE)).isEqualTo(PAGE);
    }

    private static CorsConfiguration configured(CrossOriginProperties properties, String path) {
        return Objects.requireNonNull(properties.source().getCorsConfiguration(exchange(path)));
    }

    private static MockServerWebExchange exchange(String path) {
        return MockServerWebExchange.from(MockServerHttpRequest.get(path));
    }
}
