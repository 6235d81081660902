package io.parley.ingress.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.parley.contract.Topics;
import io.parley.ingress.IngressModule;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.secret.HubSecret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.http.codec.CodecsAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.autoconfigure.web.reactive.HttpHandlerAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.ReactiveWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.WebFluxAutoConfiguration;
import org.springframework.boot.autoconfigure.web.reactive.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.util.unit.DataSize;

/**
 * Ingress behind a real HTTP server, with everything it talks to made of memory. No component, lest the other tests
 * find it.
 */
@Import({IngressModule.class, WebhookServer.RedisParts.class})
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    CodecsAutoConfiguration.class,
    HttpHandlerAutoConfiguration.class,
    ReactiveWebServerFactoryAutoConfiguration.class,
    WebFluxAutoConfiguration.class,
    ErrorWebFluxAutoConfiguration.class
})
class WebhookServer {

    static final Instant NOW = Instant.parse("2025-10-21T12:33:22Z");

    @Bean
    FakePublisher publisher() {
        return new FakePublisher();
    }

    @Bean
    FakeFiles files() throws IOException {
        return new FakeFiles(FileStore.in(Files.createTempDirectory("ingress-files"), DataSize.ofMegabytes(10)));
    }

    @Bean
    InboxTable inboxTable() {
        return InboxTable.of();
    }

    @Bean
    HubSecret hubSecret() {
        return new HubSecret("a secret for tests, long enough to be one");
    }

    @Bean
    SecretBox secretBox(HubSecret secret) {
        return new SecretBox(secret);
    }

    @Bean
    FileLinks fileLinks(HubSecret secret) {
        return new FileLinks(secret, URI.create("https://hub.example.org"));
    }

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    /** Nobody answers there: what needs Redis must do without. */
    @Bean
    LettuceConnectionFactory nowhere() {
        return new LettuceConnectionFactory("127.0.0.1", 1);
    }

    @Bean
    ReactiveStringRedisTemplate redis(LettuceConnectionFactory nowhere) {
        return new ReactiveStringRedisTemplate(nowhere);
    }

    /** What the hub brings where there is Redis. */
    static final class RedisParts implements DeferredImportSelector {
        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return new String[] {
                "io.parley.runtime.limit.LimitRuntimeAutoConfiguration",
                "io.parley.runtime.visitor.VisitorRuntimeAutoConfiguration"
            };
        }
    }

    @Bean
    KafkaProperties kafkaProperties() {
        return new KafkaProperties();
    }

    @Bean
    Topics topics() {
        return new Topics("");
    }

    @Bean
    Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }
}
