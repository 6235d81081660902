package io.parley.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

class TypingApiTest extends ApiTester {

    @Autowired
    private GatewayUnderTest.HeardTyping typing;

    @Test
    void tellsThatAnAgentIsTyping() {
        typing.heard.clear();

        sendAsBo(
                        HttpMethod.POST,
                        ACCOUNT + "/conversations/12/toggle_typing_status",
                        "{'typing_status':'on','is_private':true}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        sendAsBo(HttpMethod.POST, ACCOUNT + "/conversations/13/toggle_typing_status", "{'typing_status':'on'}")
                .expectStatus()
                .isUnauthorized();

        assertThat(typing.heard).containsExactly("8 12 true true");
    }
}
