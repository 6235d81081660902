package io.parley.agentgateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.agentgateway.ApiTester;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest extends ApiTester {

    @Test
    void describesEveryEndpointInASentence() {
        List<String> silent = new ArrayList<>();
        document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (operation.getValue().path("summary").asText().isBlank()) {
                        silent.add(operation.getKey() + " " + path.getKey());
                    }
                }));

        assertThat(silent).isEmpty();
        assertThat(document().path("paths").size()).isGreaterThan(40);
    }

    @Test
    void describesWhatASendTakesAndGives() {
        JsonNode send = document()
                .path("paths")
                .path("/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages")
                .path("post");

        JsonNode json = send.at("/requestBody/content/application~1json/schema/properties");
        JsonNode multipart = send.at("/requestBody/content/multipart~1form-data/schema/properties");
        assertThat(json.path("private").path("type").asText()).isEqualTo("boolean");
        assertThat(json.has("attachments")).isFalse();
        assertThat(multipart.path("attachments[]").at("/items/format").asText()).isEqualTo("binary");
        assertThat(names(send.path("parameters"))).contains("account_id", "conversation_id");
        assertThat(send.at("/responses/200/content").toString()).contains("MessageJson");
    }

    @Test
    void describesWhatAListTakes() {
        JsonNode list = document()
                .path("paths")
                .path("/api/v1/accounts/{account_id}/conversations")
                .path("get");

        assertThat(names(list.path("parameters")))
                .contains("status", "assignee_type", "labels[]", "page", "account_id")
                .doesNotContain("viewer", "in");
    }

    @Test
    void namesFieldsAsTheyAreOnTheWire() {
        JsonNode message = document().at("/components/schemas/MessageJson/properties");

        assertThat(message.fieldNames())
                .toIterable()
                .contains("id", "content_attributes", "conversation_id", "private")
                .doesNotContain("privateNote", "conversationId");
    }

    @Test
    void showsAPageThatNeedsNothingFromElsewhere() {
        client.get().uri("/docs").exchange().expectStatus().is3xxRedirection();
        client.get()
                .uri("/webjars/swagger-ui/index.html")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("swagger-ui").doesNotContain("https://"));
        client.get().uri("/api-docs/swagger-config").exchange().expectStatus().isOk();
    }

    private JsonNode document() {
        return client.get()
                .uri("/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static List<String> names(JsonNode parameters) {
        List<String> names = new ArrayList<>();
        parameters.forEach(it -> names.add(it.path("name").asText()));
        return names;
    }
}
