package io.parley.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.InvalidContent;
import io.parley.contract.RecordKey;
import io.parley.contract.Topics;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.InboxId;
import io.parley.services.Services;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Mono;

/** What really becomes of failing records, through the binder, on a real broker. */
@SpringBootTest(
        classes = HandledBatches.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.config.import=classpath:parley-runtime.yml",
            "spring.cloud.function.definition=handleDeliveries",
            "spring.cloud.stream.bindings.handleDeliveries-in-0.destination=${PARLEY_TOPIC_PREFIX}parley.deliveries.v1",
            "spring.cloud.stream.bindings.handleDeliveries-in-0.group=${PARLEY_TOPIC_PREFIX}handler",
            "parley.runtime.kafka.lag-interval=500ms",
            "parley.runtime.kafka.longest-wait=500ms",
            "spring.application.name=handler"
        })
class DeadLettersIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String BINDING = "handleDeliveries-in-0";
    private static final AtomicInteger INBOXES = new AtomicInteger();

    @Autowired
    private HandledBatches part;

    @Autowired
    private RecordPublisher publisher;

    @Autowired
    private Topics topics;

    @Autowired
    private BindingsLifecycleController bindings;

    @Autowired
    private MeterRegistry meters;

    private final RecordKey key = new RecordKey(new InboxId(INBOXES.incrementAndGet()), "+15550100");

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Services.shared().isolated(DeadLettersIT.class).forEach((name, value) -> registry.add(name, () -> value));
    }

    @BeforeEach
    void forgetTheTestBefore() {
        part.work = records -> Mono.empty();
        part.handled.clear();
        part.tries.set(0);
    }

    @Test
    void anUnreadableRecordIsDeadLetteredAndAllOthersAreHandled() {
        List<OutgoingRecord> records = new ArrayList<>(receipts(0, 100));
        records.set(41, raw("{\"type\":\"receipt\",\"inboxId\":"));

        publisher.publish(records).block();

        awaitHandled(IntStream.range(0, 100)
                .filter(i -> i != 41)
                .mapToObj(this::sourceId)
                .toList());
        ConsumerRecord<byte[], byte[]> letter = awaitDeadLetters(1).get(0);
        assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo("{\"type\":\"receipt\",\"inboxId\":");
        assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo(key.toString());
        Map<String, String> headers = headersOf(letter);
        assertThat(headers)
                .containsEntry(DeadLetterHeaders.TOPIC, topics.deliveries())
                .containsEntry(DeadLetterHeaders.PARTITION, Integer.toString(letter.partition()))
                .containsEntry(DeadLetterHeaders.GROUP, topics.prefix() + "handler")
                .containsEntry(DeadLetterHeaders.REASON_CLASS, "UnreadableRecord")
                .containsEntry(RecordHeaders.ID, "raw")
                .containsEntry(RecordHeaders.TYPE, "test.raw");
        assertThat(headers.get(DeadLetterHeaders.REASON)).contains("end-of-input");
        assertThat(Instant.parse(headers.get(DeadLetterHeaders.TIME))).isBeforeOrEqualTo(Instant.now());
        assertThat(Long.parseLong(headers.get(DeadLetterHeaders.OFFSET))).isNotNegative();
        assertThat(letter.headers().headers("ce_id")).hasSize(1);
        assertThat(headersOf(DeadLetterHeaders.without(letter.headers())).keySet())
                .containsExactlyInAnyOrder(
                        RecordHeaders.ID,
                        RecordHeaders.TYPE,
                        RecordHeaders.SOURCE,
                        RecordHeaders.TIME,
                        RecordHeaders.SPEC_VERSION,
                        RecordHeaders.CONTENT_TYPE);
    }

    @Test
    void aPoisonedRecordIsFoundDeadLetteredAndAllOthersAreHandled() {
        part.work = poisonedBy(Map.of(sourceId(57), new InvalidContent("no such thing\n as a message")));

        publisher.publish(receipts(0, 100)).block();

        awaitHandled(IntStream.range(0, 100)
                .filter(i -> i != 57)
                .mapToObj(this::sourceId)
                .toList());
        assertThat(headersOf(awaitDeadLetters(1).get(0)))
                .containsEntry(DeadLetterHeaders.REASON_CLASS, "InvalidContent")
                .containsEntry(DeadLetterHeaders.REASON, "no such thing as a message");
        assertThat(meters.counter("parley.dead_letters", "topic", topics.deliveries(), "reason", "InvalidContent")
                        .count())
                .isPositive();
    }

    @Test
    void anUnreadableRecordBeforeAPoisonedOneOfTheSamePollIsNotSkipped() {
        part.work = poisonedBy(Map.of(sourceId(6), new DuplicateKeyException("twice")));
        List<OutgoingRecord> records = new ArrayList<>(receipts(0, 10));
        records.set(2, raw("not json"));

        inOnePoll(records);

        awaitHandled(
                IntStream.of(0, 1, 3, 4, 5, 7, 8, 9).mapToObj(this::sourceId).toList());
        assertThat(awaitDeadLetters(2))
                .extracting(letter -> headersOf(letter).get(DeadLetterHeaders.REASON_CLASS))
                .containsExactly("UnreadableRecord", "DuplicateKeyException");
    }

    @Test
    void whatTheSurroundingsCauseIsTriedUntilItGoesThroughAndNothingIsDeadLettered() {
        AtomicBoolean away = new AtomicBoolean(true);
        part.work = records ->
                away.get() ? Mono.error(new DataAccessResourceFailureException("database away")) : Mono.empty();

        publisher.publish(receipts(0, 20)).block();
        await().atMost(LIMIT).until(() -> part.tries.get() >= 5);
        assertThat(part.handled).isEmpty();
        away.set(false);

        awaitHandled(IntStream.range(0, 20).mapToObj(this::sourceId).toList());
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void aBatchThatWasWaitedForMayStillNameAPoisonedRecord() {
        AtomicBoolean away = new AtomicBoolean(true);
        var poisoned = poisonedBy(Map.of(sourceId(3), new InvalidContent("poison")));
        part.work = records -> away.get() ? Mono.error(new IOException("connection reset")) : poisoned.apply(records);

        inOnePoll(receipts(0, 10));
        await().atMost(LIMIT).until(() -> part.tries.get() >= 3);
        away.set(false);

        awaitHandled(IntStream.range(0, 10)
                .filter(i -> i != 3)
                .mapToObj(this::sourceId)
                .toList());
        assertThat(awaitDeadLetters(1)).hasSize(1);
    }

    @Test
    void aDeadLetterThatCannotBeWrittenIsTriedAgainAndNeverSkipped() throws Exception {
        part.work = poisonedBy(Map.of(sourceId(1), new InvalidContent("poison")));
        limitDeadLetters(10);
        try {
            inOnePoll(receipts(0, 3));
            await().atMost(LIMIT).until(() -> part.tries.get() > 20);
            assertThat(deadLetters()).isEmpty();
            assertThat(sourceIdsHandled()).doesNotContain(sourceId(2));
        } finally {
            limitDeadLetters(1_000_000);
        }

        awaitHandled(List.of(sourceId(0), sourceId(2)));
        assertThat(awaitDeadLetters(1)).hasSize(1);
    }

    @Test
    void aRecordArrivesWithItsKeyItsPlaceAndItsTrace() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        publisher.publish(receipts(0, 1).get(0).tracedBy(trace)).block();

        awaitHandled(List.of(sourceId(0)));
        assertThat(part.handled).singleElement().satisfies(received -> {
            assertThat(received.key()).isEqualTo(key.toString());
            assertThat(received.topic()).isEqualTo(topics.deliveries());
            assertThat(received.offset()).isNotNegative();
            assertThat(received.partition()).isBetween(0, 2);
            assertThat(received.header(RecordHeaders.TRACEPARENT)).contains(trace);
            assertThat(received.header(RecordHeaders.TYPE)).contains("io.parley.delivery.receipt");
            assertThat(received.header(RecordHeaders.SOURCE)).contains("/handler");
        });
    }

    @Test
    void theLagOfEveryGroupIsMeasured() {
        bindings.changeState(BINDING, State.PAUSED);
        publisher.publish(receipts(0, 30)).block();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(lag()).isEqualTo(30));
        bindings.changeState(BINDING, State.RESUMED);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(lag()).isZero());
    }

    private double lag() {
        return meters
                .find("parley.consumer.lag")
                .tags("group", topics.prefix() + "handler", "topic", topics.deliveries())
                .gauges()
                .stream()
                .mapToDouble(gauge -> gauge.value())
                .findFirst()
                .orElse(-1);
    }

    /** All of one partition, and there before the consumer asks: one poll takes them all. */
    private void inOnePoll(List<OutgoingRecord> records) {
        bindings.changeState(BINDING, State.STOPPED);
        publisher.publish(records).block();
        bindings.changeState(BINDING, State.STARTED);
    }

    private java.util.function.Function<List<ReceivedRecord<Delivery>>, Mono<Void>> poisonedBy(
            Map<String, RuntimeException> failures) {
        return records -> records.stream()
                .map(received -> failures.get(sourceIdOf(received)))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .<Mono<Void>>map(Mono::error)
                .orElse(Mono.empty());
    }

    private List<OutgoingRecord> receipts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> OutgoingRecord.of(
                        topics.deliveries(),
                        key,
                        new Delivery.Receipt(key.inboxId(), sourceId(i), DeliveryStatus.READ, null, Instant.EPOCH),
                        sourceId(i)))
                .toList();
    }

    private OutgoingRecord raw(String value) {
        return OutgoingRecord.ofJson(
                topics.deliveries(), key.toString(), value.getBytes(StandardCharsets.UTF_8), "raw", "test.raw");
    }

    private String sourceId(int i) {
        return key.inboxId() + "/" + i;
    }

    private static String sourceIdOf(ReceivedRecord<Delivery> received) {
        return ((Delivery.Receipt) received.value()).sourceId();
    }

    private List<String> sourceIdsHandled() {
        return part.handled.stream().map(DeadLettersIT::sourceIdOf).toList();
    }

    /** Each may be handled more than once, but first in order. */
    private void awaitHandled(List<String> expected) {
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(sourceIdsHandled().stream().distinct()).containsExactlyElementsOf(expected));
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(int count) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(deadLetters()).hasSizeGreaterThanOrEqualTo(count));
        return deadLetters();
    }

    /** Those under this test's key. */
    private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        Map<String, Object> config = new HashMap<>(broker());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.deadLetterOf(topics.deliveries())).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
            }
        }
        return found.stream()
                .filter(it -> new String(it.key(), StandardCharsets.UTF_8).equals(key.toString()))
                .toList();
    }

    private void limitDeadLetters(int bytes) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.deadLetterOf(topics.deliveries()));
        ConfigEntry limit = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
        try (Admin admin = Admin.create(broker())) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static Map<String, Object> broker() {
        return Map.of("bootstrap.servers", Services.shared().kafka().address());
    }

    private static Map<String, String> headersOf(ConsumerRecord<byte[], byte[]> letter) {
        return headersOf(letter.headers());
    }

    private static Map<String, String> headersOf(Iterable<Header> headers) {
        Map<String, String> text = new HashMap<>();
        headers.forEach(header -> text.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return text;
    }
}
