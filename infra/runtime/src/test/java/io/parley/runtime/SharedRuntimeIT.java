package io.parley.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.contract.Topics;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.SafeFetch;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordHeaders;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.services.Services;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisReactiveAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** A part that has nothing but the shared runtime: what it serves, says and leaves alone. */
@ExtendWith(OutputCaptureExtension.class)
class SharedRuntimeIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void aPartIsReadyObservedAndHasAllTheBeansWithoutADatabaseOrRedis() {
        try (ConfigurableApplicationContext part = start("SharedRuntimeIT", Map.of())) {
            await().atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(get(part, "/actuator/health/readiness"))
                            .contains("\"status\":\"UP\"", "\"inboxTable\""));
            assertThat(get(part, "/actuator/health/liveness")).contains("UP").doesNotContain("inboxTable");
            assertThat(get(part, "/actuator/health")).contains("\"kafka\":{\"status\":\"UP\"");

            String metrics = get(part, "/actuator/prometheus");
            assertThat(metrics)
                    .contains("parley_inbox_table_unreadable_total", "http_server_requests_seconds")
                    .doesNotContain("kafka_consumer_", "spring_cloud_stream_binder_kafka_offset");

            assertThat(part.getBean(SecretBox.class)
                            .open(part.getBean(SecretBox.class).seal("a")))
                    .isEqualTo("a");
            assertThat(part.getBean(FileLinks.class)
                            .linkTo("0123456789abcdef0123456789abcdef", "a")
                            .toString())
                    .startsWith("http://localhost:3000/files/");
            assertThat(part.getBean(FileStore.class)).isNotNull();
            assertThat(part.getBean(SafeFetch.class)).isNotNull();
        }
    }

    @Test
    void aPartThatClosesTakesNoOtherDown() {
        try (ConfigurableApplicationContext staying = start("staying", Map.of())) {
            start("closing", Map.of()).close();

            assertThat(get(staying, "/actuator/health/liveness")).contains("UP");
        }
    }

    @Test
    void aRequestsTraceStandsInItsJsonLogsAndInWhatItPublishes(CapturedOutput output) {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        try (ConfigurableApplicationContext part = start("json", Map.of("PARLEY_LOG_FORMAT", "json"))) {
            client(part)
                    .get()
                    .uri("/publish")
                    .header("traceparent", "00-" + trace + "-b7ad6b7169203331-00")
                    .retrieve()
                    .toBodilessEntity()
                    .block(LIMIT);
            assertThat(traceOfFirst(part.getBean(Topics.class).events())).startsWith("00-" + trace + "-");
        }

        String line = output.toString()
                .lines()
                .filter(it -> it.contains("about to publish"))
                .findFirst()
                .orElseThrow();
        assertThat(line).startsWith("{").contains("\"message\":\"about to publish\"", trace);
    }

    private static String traceOfFirst(String topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", Services.shared().kafka().address());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            ConsumerRecords<byte[], byte[]> found = consumer.poll(Duration.ZERO);
            for (long begin = System.nanoTime(); found.isEmpty() && System.nanoTime() - begin < LIMIT.toNanos(); ) {
                found = consumer.poll(Duration.ofMillis(200));
            }
            byte[] trace = found.iterator()
                    .next()
                    .headers()
                    .lastHeader(RecordHeaders.TRACEPARENT)
                    .value();
            return new String(trace, StandardCharsets.UTF_8);
        }
    }

    private static ConfigurableApplicationContext start(String purpose, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Services.shared().isolated(purpose));
        properties.put("spring.config.import", "classpath:parley-runtime.yml");
        properties.put("spring.application.name", "alone");
        properties.put("PARLEY_PORT", "0");
        // As in the store and the router, which have no Redis on their class path.
        properties.put(
                "spring.autoconfigure.exclude",
                RedisAutoConfiguration.class.getName() + "," + RedisReactiveAutoConfiguration.class.getName());
        properties.putAll(more);
        return new SpringApplicationBuilder(Part.class)
                .run(properties.entrySet().stream()
                        .map(it -> "--" + it.getKey() + "=" + it.getValue())
                        .toArray(String[]::new));
    }

    private static String get(ConfigurableApplicationContext part, String path) {
        return client(part).get().uri(path).retrieve().bodyToMono(String.class).block(LIMIT);
    }

    private static WebClient client(ConfigurableApplicationContext part) {
        int port = ((ReactiveWebServerApplicationContext) part).getWebServer().getPort();
        return WebClient.create(URI.create("http://127.0.0.1:" + port).toString());
    }

    /** A part with one endpoint, which publishes. */
    @EnableAutoConfiguration
    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Part {

        private final RecordPublisher publisher;
        private final Topics topics;

        Part(RecordPublisher publisher, Topics topics) {
            this.publisher = publisher;
            this.topics = topics;
        }

        @GetMapping("/publish")
        Mono<Void> publish() {
            return Mono.fromRunnable(() -> LoggerFactory.getLogger(Part.class).info("about to publish"))
                    .then(publisher.publish(
                            OutgoingRecord.ofJson(topics.events(), "1:a", new byte[] {'{', '}'}, "id", "test")));
        }
    }
}
