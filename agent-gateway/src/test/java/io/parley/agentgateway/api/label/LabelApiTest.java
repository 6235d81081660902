package io.parley.agentgateway.api.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.store.label.Labels.LabelChange;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class LabelApiTest extends ApiTester {

    @Test
    void listsLabelsInAPayloadAndShowsOneUnwrapped() {
        getAsBo(ACCOUNT + "/labels")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload[0].title")
                .isEqualTo("vip");
        getAsBo(ACCOUNT + "/labels/1").expectBody().jsonPath("$.title").isEqualTo("vip");
        getAsBo(ACCOUNT + "/labels/2").expectStatus().isNotFound();
    }

    @Test
    void makesAndChangesLabelsWrappedOrFlat() {
        post(ACCOUNT + "/labels", "{'label':{'title':'vip','color':'#fff','show_on_sidebar':'true'}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.color")
                .isEqualTo("#fff");
        assertThat(store.<LabelChange>asked("label")).isEqualTo(new LabelChange("vip", null, "#fff", true));

        send(HttpMethod.PUT, ACCOUNT + "/labels/1", "{'description':'Very important'}")
                .expectStatus()
                .isOk();
        assertThat(store.<LabelChange>asked("label")).isEqualTo(new LabelChange(null, "Very important", null, null));
    }

    @Test
    void leavesLabelsToAdministrators() {
        sendAsBo(HttpMethod.POST, ACCOUNT + "/labels", "{'title':'x'}")
                .expectStatus()
                .isUnauthorized();
        sendAsBo(HttpMethod.DELETE, ACCOUNT + "/labels/1", "{}").expectStatus().isUnauthorized();
        send(HttpMethod.DELETE, ACCOUNT + "/labels/1", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
    }
}
