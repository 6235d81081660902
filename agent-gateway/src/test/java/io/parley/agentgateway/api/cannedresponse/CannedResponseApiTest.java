package io.parley.agentgateway.api.cannedresponse;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.store.message.CannedResponses.CannedResponseChange;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class CannedResponseApiTest extends ApiTester {

    @Test
    void listsThemAsABareArrayAndLooksForWords() {
        getAsBo(ACCOUNT + "/canned_responses")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].short_code")
                .isEqualTo("hi");
        assertThat(store.<Optional<String>>asked("canned search")).isEmpty();

        getAsBo(ACCOUNT + "/canned_responses?search=hel").expectStatus().isOk();
        assertThat(store.<Optional<String>>asked("canned search")).contains("hel");
    }

    @Test
    void makesChangesAndRemovesThem() {
        sendAsBo(
                        HttpMethod.POST,
                        ACCOUNT + "/canned_responses",
                        "{'canned_response':{'short_code':'bye','content':'Bye!'}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.content")
                .isEqualTo("Bye!");
        assertThat(store.<CannedResponseChange>asked("canned")).isEqualTo(new CannedResponseChange("bye", "Bye!"));

        sendAsBo(HttpMethod.PATCH, ACCOUNT + "/canned_responses/1", "{'content':'So long!'}")
                .expectStatus()
                .isOk();
        assertThat(store.<CannedResponseChange>asked("canned")).isEqualTo(new CannedResponseChange(null, "So long!"));

        sendAsBo(HttpMethod.DELETE, ACCOUNT + "/canned_responses/1", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
    }
}
