package io.parley.agentgateway.api.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.store.account.Accounts.Installation;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

class SetupApiTest extends ApiTester {

    private static final String INSTALLATION =
            "{\"account_name\":\"Acme\",\"name\":\"Ada\",\"email\":\"ada@example.org\",\"password\":\"secret\"}";

    @Test
    void tellsEverybodyWhetherItWaitsForItsFirstAccount() {
        client.get()
                .uri("/api/v1/setup")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.required")
                .isEqualTo(false);
        store.empty = true;

        client.get()
                .uri("/api/v1/setup")
                .exchange()
                .expectBody()
                .jsonPath("$.required")
                .isEqualTo(true);
    }

    @Test
    void makesTheFirstAccountAndSignsItsAdministratorIn() {
        store.empty = true;

        client.post()
                .uri("/api/v1/setup")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(INSTALLATION)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .exists("access-token")
                .expectBody()
                .jsonPath("$.data.email")
                .isEqualTo("ada@example.org");

        Installation installation = store.asked("installation");
        assertThat(installation.accountName()).isEqualTo("Acme");
        assertThat(installation.administratorName()).isEqualTo("Ada");
    }

    @Test
    void refusesOnceThereIsAnAccountAndWhatIsIncomplete() {
        client.post()
                .uri("/api/v1/setup")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(INSTALLATION)
                .exchange()
                .expectStatus()
                .isEqualTo(422);
        store.empty = true;
        client.post()
                .uri("/api/v1/setup")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"email\":\"ada@example.org\",\"password\":\"x\"}")
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }
}
