package io.parley.router;

import static io.parley.router.Inboxes.disabled;
import static io.parley.router.Inboxes.inbox;
import static io.parley.services.TopicTail.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.inbox.InboxConfig;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.DeadLetterHeaders;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.services.Services;
import io.parley.services.TopicTail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The router alone in its process, on a real broker. */
@SpringBootTest(
        classes = RouterApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "parley.runtime.kafka.lag-interval=500ms")
class RouterIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Autowired
    private RecordPublisher publisher;

    @Autowired
    private Topics topics;

    @Autowired
    private InboxTable table;

    @Autowired
    private MeterRegistry meters;

    @Value("${KAFKA_BOOTSTRAP_SERVERS}")
    private String bootstrapServers;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Services.shared().isolated(RouterIT.class).forEach((name, value) -> registry.add(name, () -> value));
    }

    @Test
    void deadLettersWhatHasNoInboxWithItsReasonAndRoutesTheRestOfItsBatch() {
        announce(inbox(11));
        announce(disabled(12));
        Instant longAgo = Instant.now().minusSeconds(60);
        List<Inbound> batch = IntStream.range(0, 30)
                .mapToObj(i -> (Inbound) Inbounds.text(i == 7 ? 99 : i == 19 ? 12 : 11, "R-" + i, longAgo))
                .toList();

        publish(Channel.WHATSAPP, batch);

        List<String> routed = batch.stream()
                .map(it -> (Inbound.Message) it)
                .filter(it -> it.inboxId().value() == 11)
                .map(Inbound.Message::sourceId)
                .toList();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(routedSourceIds(11)).containsExactlyElementsOf(routed));
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(Channel.WHATSAPP, 2);
        assertThat(letters)
                .extracting(it -> header(it, DeadLetterHeaders.REASON))
                .containsExactlyInAnyOrder("inbox 99 is unknown", "inbox 12 is disabled");
        assertThat(letters)
                .extracting(it -> header(it, DeadLetterHeaders.REASON_CLASS))
                .containsExactlyInAnyOrder("UnknownInbox", "DisabledInbox");
    }

    @Test
    void deadLettersWhatIsNoInboundEventAndRoutesTheRest() {
        announce(inbox(21));
        byte[] poison = "{\"type\":\"message\"".getBytes(StandardCharsets.UTF_8);
        Inbound good = Inbounds.text(21, "P-1");

        publisher
                .publish(List.of(
                        OutgoingRecord.ofJson(topics.inbound(Channel.API), "21:x", poison, "poison", "test"),
                        OutgoingRecord.of(topics.inbound(Channel.API), good.key(), good, "P-1")))
                .block(LIMIT);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(routedSourceIds(21)).contains("P-1"));
        assertThat(deadLetters(Channel.API, 1))
                .singleElement()
                .satisfies(it -> assertThat(it.value()).isEqualTo(poison));
    }

    @Test
    void waitsForTheNewsOfAnInboxThatIsYoungerThanItsMessage() {
        publish(Channel.WHATSAPP, List.of(Inbounds.text(31, "Y-1", Instant.now())));
        announce(inbox(31));

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(routedSourceIds(31)).containsExactly("Y-1"));
    }

    @Test
    void readsTheInboundTopicsOfAllChannels() {
        announce(inbox(41));
        Channel[] channels = Channel.values();

        for (Channel channel : channels) {
            publish(channel, List.of(Inbounds.text(41, "C-" + channel.wireName())));
        }

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Set.copyOf(routedSourceIds(41)))
                        .containsExactlyInAnyOrder("C-whatsapp", "C-email", "C-webchat", "C-api"));
        assertThat(channels).hasSize(4);
    }

    @Test
    void sendsReceiptsToTheDeliveries() {
        announce(inbox(51));

        publish(Channel.WHATSAPP, List.of(Inbounds.read(51, "D-1")));

        try (TopicTail tail = new TopicTail(bootstrapServers, topics.deliveries())) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(tail.read())
                            .extracting(it -> new String(it.value(), StandardCharsets.UTF_8))
                            .anyMatch(json ->
                                    json.contains("\"sourceId\":\"D-1\"") && json.contains("\"status\":\"read\"")));
        }
    }

    @Test
    void measuresTheLagOfEachTopicItReads() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                meters.find("parley.consumer.lag").gauges())
                        .extracting(gauge -> gauge.getId().getTag("topic"))
                        .containsExactlyInAnyOrderElementsOf(
                                Stream.of(Channel.values()).map(topics::inbound).toList()));
    }

    private void announce(InboxConfig inbox) {
        publisher
                .publish(OutgoingRecord.of(topics.inboxes(), inbox.id().toString(), inbox, "inbox-" + inbox.id()))
                .block(LIMIT);
        await().atMost(LIMIT).until(() -> table.find(inbox.id()).isPresent());
    }

    private void publish(Channel channel, List<Inbound> inbound) {
        publisher
                .publish(inbound.stream()
                        .map(it -> OutgoingRecord.of(topics.inbound(channel), it.key(), it, "event-" + it.hashCode()))
                        .toList())
                .block(LIMIT);
    }

    /** In the order of their partition; what was routed again when a record before it was taken out counts once. */
    private List<String> routedSourceIds(int inbox) {
        try (TopicTail tail = new TopicTail(bootstrapServers, topics.routed())) {
            return tail.readAll().stream()
                    .map(RouterIT::routed)
                    .map(Routed::inbound)
                    .filter(it -> it.inboxId().value() == inbox)
                    .map(it -> ((Inbound.Message) it).sourceId())
                    .distinct()
                    .toList();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(Channel channel, int count) {
        String topic = Topics.deadLetterOf(topics.inbound(channel));
        try (TopicTail tail = new TopicTail(bootstrapServers, topic)) {
            return await().atMost(LIMIT).until(tail::read, found -> found.size() == count);
        }
    }

    private static Routed routed(ConsumerRecord<byte[], byte[]> received) {
        try {
            return ContractJson.read(received.value(), Routed.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
