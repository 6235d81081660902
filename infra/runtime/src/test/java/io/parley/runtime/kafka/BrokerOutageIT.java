package io.parley.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.contract.Channel;
import io.parley.contract.RecordKey;
import io.parley.contract.Topics;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.inbox.SecretHash;
import io.parley.services.Services;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A broker that comes late, goes away and comes back. */
@ExtendWith(OutputCaptureExtension.class)
class BrokerOutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final AtomicInteger IDS = new AtomicInteger();
    private static Services services;

    private final InboxId inbox = new InboxId(IDS.incrementAndGet());
    private final RecordKey key = new RecordKey(inbox, "+15550100");

    @BeforeAll
    static void startServersOfOurOwn() {
        services = Services.owning(Services::kafka);
    }

    @AfterAll
    static void stopThem() {
        services.close();
    }

    @Test
    void waitsForABrokerThatIsNotThereYetAndThenCreatesTheTopics(CapturedOutput output) throws Exception {
        Map<String, String> settings = services.isolated("late");
        services.kafka().stop();

        CompletableFuture<ConfigurableApplicationContext> starting =
                CompletableFuture.supplyAsync(() -> start(settings));
        await().atMost(LIMIT).until(() -> output.toString().contains("Waiting for Kafka at"));
        assertThat(starting).isNotDone();
        services.kafka().start();

        try (ConfigurableApplicationContext part = starting.get()) {
            Topics topics = part.getBean(Topics.class);
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", services.kafka().address()))) {
                Map<String, TopicDescription> found = admin.describeTopics(
                                List.of(topics.events(), Topics.deadLetterOf(topics.events()), topics.inboxes()))
                        .allTopicNames()
                        .get();
                assertThat(found.get(topics.events()).partitions()).hasSize(5);
                assertThat(found.get(Topics.deadLetterOf(topics.events())).partitions())
                        .hasSize(5);
                assertThat(found.get(topics.inboxes()).partitions()).hasSize(1);
                assertThat(config(admin, topics.inboxes(), TopicConfig.CLEANUP_POLICY_CONFIG))
                        .isEqualTo("compact");
                int largest = Integer.parseInt(config(admin, topics.routed(), TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
                assertThat(largest).isEqualTo(4 * 1024 * 1024);
                assertThat(Integer.parseInt(config(
                                admin, Topics.deadLetterOf(topics.routed()), TopicConfig.MAX_MESSAGE_BYTES_CONFIG)))
                        .isGreaterThan(largest);
            }
        }
    }

    @Test
    void aPublisherSaysThatKafkaIsAwayAndWorksAgainAfterwards() {
        try (ConfigurableApplicationContext part = start(services.isolated("publisher"))) {
            RecordPublisher publisher = part.getBean(RecordPublisher.class);
            Topics topics = part.getBean(Topics.class);
            // From an event loop, where nothing may block.
            Mono<Void> publishing =
                    Mono.defer(() -> publisher.publish(receipt(topics))).subscribeOn(Schedulers.parallel());
            publishing.block(LIMIT);
            await().atMost(LIMIT)
                    .until(() -> part.getBean(HandledBatches.class).handled.size() == 1);

            services.kafka().stop();
            assertThatThrownBy(() -> publishing.block(LIMIT)).isInstanceOf(BrokerUnavailable.class);
            assertThat(part.getBean(KafkaHealth.class).health().getStatus()).isEqualTo(Status.DOWN);
            services.kafka().start();

            await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> publishing.block(LIMIT));
            await().atMost(LIMIT)
                    .until(() -> part.getBean(HandledBatches.class).handled.size() >= 2);
        }
    }

    @Test
    void aRecordTheBrokerWillNeverTakeIsNoOutage() {
        try (ConfigurableApplicationContext part = start(services.isolated("large"))) {
            Topics topics = part.getBean(Topics.class);
            OutgoingRecord tooLarge =
                    OutgoingRecord.ofJson(topics.events(), "1:a", new byte[5 * 1024 * 1024], "large", "test");
            OutgoingRecord largest =
                    OutgoingRecord.ofJson(topics.events(), "1:a", new byte[4 * 1024 * 1024 - 4096], "largest", "test");

            RecordPublisher publisher = part.getBean(RecordPublisher.class);

            publisher.publish(largest).block(LIMIT);
            assertThatThrownBy(() -> publisher.publish(tooLarge).block(LIMIT))
                    .isInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void theTableOfInboxesFollowsItsTopicAcrossAnOutage() {
        Map<String, String> settings = services.isolated("inboxes");
        InboxConfig first = inbox("first");
        try (ConfigurableApplicationContext part = start(settings)) {
            publish(part, OutgoingRecord.of(topic(part), inbox.toString(), first, "1"));
            InboxTable table = part.getBean(InboxTable.class);
            assertThat(table.await(inbox, LIMIT).block()).isEqualTo(first);
        }

        try (ConfigurableApplicationContext part = start(settings)) {
            InboxTable table = part.getBean(InboxTable.class);
            await().atMost(LIMIT).until(table::isReady);
            assertThat(table.find(inbox)).contains(first);

            services.kafka().stop();
            assertThat(table.findByWebhookSecret("secret of first")).contains(first);
            services.kafka().start();

            InboxConfig renamed = inbox("renamed");
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> publish(part, OutgoingRecord.of(topic(part), inbox.toString(), renamed, "2")));
            await().atMost(LIMIT).until(() -> table.find(inbox).equals(java.util.Optional.of(renamed)));
            assertThat(table.findByWebhookSecret("secret of first")).isEmpty();

            publish(part, OutgoingRecord.ofJson(topic(part), inbox.toString(), new byte[] {'{'}, "3", "test"));
            publish(part, OutgoingRecord.tombstone(topic(part), inbox.toString(), "4"));
            await().atMost(LIMIT).until(() -> table.all().isEmpty());
        }
    }

    private static void publish(ConfigurableApplicationContext part, OutgoingRecord news) {
        part.getBean(RecordPublisher.class).publish(news).block(LIMIT);
    }

    private static String topic(ConfigurableApplicationContext part) {
        return part.getBean(Topics.class).inboxes();
    }

    private InboxConfig inbox(String name) {
        return new InboxConfig(
                inbox,
                new AccountId(1),
                Channel.WHATSAPP,
                name,
                true,
                SecretHash.sha256Hex("secret of " + name),
                new InboxRules(false, null, false, null, ZoneOffset.UTC, List.of()),
                null);
    }

    private OutgoingRecord receipt(Topics topics) {
        return OutgoingRecord.of(
                topics.deliveries(),
                key,
                new Delivery.Receipt(inbox, "source", DeliveryStatus.READ, null, Instant.EPOCH),
                "event");
    }

    private static String config(Admin admin, String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        return config.get(name).value();
    }

    private static ConfigurableApplicationContext start(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("spring.config.import", "classpath:parley-runtime.yml");
        properties.put("spring.application.name", "handler");
        properties.put("spring.cloud.function.definition", "handleDeliveries");
        String binding = "spring.cloud.stream.bindings.handleDeliveries-in-0.";
        properties.put(binding + "destination", "${PARLEY_TOPIC_PREFIX}parley.deliveries.v1");
        properties.put(binding + "group", "${PARLEY_TOPIC_PREFIX}handler");
        properties.put("parley.runtime.kafka.partitions-of.[parley.events.v1]", "5");
        properties.put("spring.kafka.producer.properties.[request.timeout.ms]", "2000");
        properties.put("spring.kafka.producer.properties.[delivery.timeout.ms]", "4000");
        properties.put("spring.kafka.producer.properties.[max.block.ms]", "2000");
        return new SpringApplicationBuilder(HandledBatches.class)
                .web(WebApplicationType.NONE)
                // As arguments, which beat the environment: that may name other servers.
                .run(properties.entrySet().stream()
                        .map(it -> "--" + it.getKey() + "=" + it.getValue())
                        .toArray(String[]::new));
    }
}
