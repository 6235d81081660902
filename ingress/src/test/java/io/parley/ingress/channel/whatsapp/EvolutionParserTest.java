package io.parley.ingress.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.ContractJson;
import io.parley.ingress.Inboxes;
import io.parley.ingress.channel.ParsedInbound;
import io.parley.ingress.channel.ParsedWebhook;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example of {@code evolution-api.md}, and every dialect and version it speaks of, with what must come out. A
 * fixture is a webhook, the events it comes to, and what of it is ignored; JSON inside text is written as JSON there.
 */
class EvolutionParserTest {

    private static final Instant RECEIVED_AT = Instant.parse("2025-10-21T12:33:22Z");

    private final EvolutionParser parser = new EvolutionParser();

    static Stream<Path> fixtures() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(EvolutionParserTest.class.getResource("/evolution"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            assertThat(sorted).isNotEmpty();
            return sorted.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void makesOfAWebhookWhatTheFixtureSays(Path fixture) throws IOException {
        JsonNode expected = ContractJson.mapper().readTree(Files.readAllBytes(fixture));

        ParsedWebhook parsed = parser.parse(Inboxes.whatsApp(), expected.path("webhook"), RECEIVED_AT);

        assertThat(inboundOf(parsed)).isEqualTo(expected.path("inbound"));
        assertThat(ignoredOf(parsed)).isEqualTo(expected.path("ignored"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void givesAWebhookThatComesTwiceTheSameIds(Path fixture) throws IOException {
        JsonNode webhook =
                ContractJson.mapper().readTree(Files.readAllBytes(fixture)).path("webhook");

        ParsedWebhook first = parser.parse(Inboxes.whatsApp(), webhook, RECEIVED_AT);
        ParsedWebhook again = parser.parse(Inboxes.whatsApp(), webhook, RECEIVED_AT.plusSeconds(600));

        assertThat(again.inbound())
                .extracting(ParsedInbound::eventId)
                .containsExactlyElementsOf(
                        first.inbound().stream().map(ParsedInbound::eventId).toList());
    }

    private static JsonNode inboundOf(ParsedWebhook parsed) throws IOException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (ParsedInbound found : parsed.inbound()) {
            JsonNode inbound = ContractJson.mapper().readTree(ContractJson.write(found.inbound()));
            all.addObject()
                    .put("eventId", found.eventId())
                    .put("key", found.inbound().key().toString())
                    .set("inbound", withJsonInText(inbound));
        }
        return all;
    }

    private static JsonNode ignoredOf(ParsedWebhook parsed) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        parsed.ignored().forEach(ignored -> all.add(ignored.event() + " " + ignored.reason()));
        return all;
    }

    private static JsonNode withJsonInText(JsonNode inbound) throws IOException {
        if (inbound.path("content") instanceof ObjectNode content) {
            for (String field : List.of("providerReference", "raw")) {
                if (content.has(field)) {
                    content.set(
                            field,
                            ContractJson.mapper().readTree(content.path(field).textValue()));
                }
            }
        }
        return inbound;
    }
}
