package io.parley.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.assignment.AssignmentFact;
import io.parley.contract.command.Command;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.email.MailboxCursor;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.MessageContent;
import io.parley.contract.outbound.Outbound;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records on the wire are those of the golden files: what is published today is read by every later version. */
class WireFormatTest {

    /** A sealed type of the contract and the prefix of its golden files. */
    private record Family(Class<?> type, String prefix) {}

    private static final List<Family> FAMILIES = List.of(
            new Family(Inbound.class, "inbound."),
            new Family(Delivery.class, "delivery."),
            new Family(Outbound.class, "outbound."),
            new Family(EventBody.class, "event."),
            new Family(Command.class, "command."),
            new Family(AssignmentFact.class, "assignment."),
            new Family(MessageContent.class, "content."));

    /** A golden file, the type it is read as and the record it must become. */
    record Golden(String file, Class<?> readAs, Class<?> becomes) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Golden> everyKind() {
        Stream<Golden> kinds = FAMILIES.stream()
                .flatMap(family -> Arrays.stream(subTypes(family.type()))
                        .map(kind -> new Golden(family.prefix() + kind.name(), family.type(), kind.value())));
        Stream<Golden> single = Stream.of(
                new Golden("inbox_config", InboxConfig.class, InboxConfig.class),
                new Golden("mailbox_cursor", MailboxCursor.class, MailboxCursor.class),
                new Golden("routed", Routed.class, Routed.class),
                new Golden("hub_event", HubEvent.class, HubEvent.class));
        return Stream.concat(kinds, single);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void readsAndWritesBackTheGoldenFile(Golden golden) throws IOException {
        byte[] wire = bytesOf(golden);

        Object value = ContractJson.read(wire, golden.readAs());

        assertThat(value).isExactlyInstanceOf(golden.becomes());
        assertThat(tree(ContractJson.write(value))).isEqualTo(tree(wire));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void namesEveryFieldInTheGoldenFile(Golden golden) throws IOException {
        List<String> names = new ArrayList<>();
        tree(bytesOf(golden)).fieldNames().forEachRemaining(names::add);

        assertThat(names)
                .filteredOn(name -> !name.equals("type"))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(golden.becomes().getRecordComponents())
                                .map(RecordComponent::getName)
                                .toList());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void readsWhatALaterVersionAdded(Golden golden) throws IOException {
        ObjectNode later = (ObjectNode) tree(bytesOf(golden));
        later.put("addedLater", true);

        Object value = ContractJson.read(ContractJson.write(later), golden.readAs());

        assertThat(value).isEqualTo(ContractJson.read(bytesOf(golden), golden.readAs()));
    }

    @Test
    void namesEveryKindOfEverySealedType() {
        for (Family family : FAMILIES) {
            assertThat(subTypes(family.type()))
                    .extracting(JsonSubTypes.Type::value)
                    .as(family.type().getSimpleName())
                    .containsExactlyInAnyOrder(family.type().getPermittedSubclasses());
        }
    }

    @Test
    void readsContentOfAKindItDoesNotKnowAsUnsupported() throws IOException {
        byte[] newer = "{\"type\":\"hologram\",\"depth\":3}".getBytes(StandardCharsets.UTF_8);

        MessageContent content = ContractJson.read(newer, MessageContent.class);

        assertThat(content).isEqualTo(new MessageContent.Unsupported(null, null, null));
    }

    private static JsonSubTypes.Type[] subTypes(Class<?> family) {
        return family.getAnnotation(JsonSubTypes.class).value();
    }

    private static byte[] bytesOf(Golden golden) throws IOException {
        String path = "/wire/v1/" + golden.file() + ".json";
        try (InputStream file = WireFormatTest.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(file, () -> "no golden file " + path).readAllBytes();
        }
    }

    private static JsonNode tree(byte[] json) throws IOException {
        return ContractJson.mapper().readTree(json);
    }
}
