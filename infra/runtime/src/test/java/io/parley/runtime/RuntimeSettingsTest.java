package io.parley.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.runtime.files.FetchSettings;
import io.parley.runtime.files.FilesSettings;
import io.parley.runtime.kafka.KafkaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** The shared settings file, its defaults and every key. */
class RuntimeSettingsTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withPropertyValues(
                    "spring.config.import=classpath:parley-runtime.yml",
                    // Named here so that the environment of whoever runs the tests does not matter.
                    "KAFKA_BOOTSTRAP_SERVERS=kafka:9092",
                    "PARLEY_TOPIC_PREFIX=",
                    "PARLEY_TOPIC_PARTITIONS=12",
                    "PARLEY_FILES=.parley/files")
            .withUserConfiguration(Settings.class);

    @Test
    void theDefaultsAreThoseOfAHubOnOneMachine() {
        runner.run(context -> {
            KafkaSettings kafka = context.getBean(KafkaSettings.class);
            assertThat(kafka)
                    .isEqualTo(new KafkaSettings(
                            "",
                            true,
                            12,
                            Map.of(),
                            (short) 1,
                            DataSize.ofMegabytes(4),
                            Duration.ofDays(90),
                            Duration.ofMinutes(5),
                            Duration.ofSeconds(15),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(15)));
            FilesSettings files = context.getBean(FilesSettings.class);
            assertThat(files.location()).isEqualTo(Path.of(".parley/files"));
            assertThat(files.maxSize()).isEqualTo(DataSize.ofMegabytes(100));
            assertThat(files.s3().bucket()).isNullOrEmpty();
            assertThat(context.getBean(FetchSettings.class).allow()).isEmpty();
            assertThat(context.getEnvironment().getProperty("logging.structured.format.console"))
                    .isEmpty();
            assertThat(context.getEnvironment().getProperty("server.port")).isEqualTo("3000");
        });
    }

    @Test
    void everyKeyCanBeSet() {
        runner.withPropertyValues(
                        "PARLEY_TOPIC_PREFIX=test.",
                        "PARLEY_TOPIC_PARTITIONS=3",
                        "PARLEY_TOPIC_REPLICATION=2",
                        "parley.runtime.kafka.provision-topics=false",
                        "parley.runtime.kafka.partitions-of.[parley.events.v1]=24",
                        "parley.runtime.kafka.max-record-size=2MB",
                        "parley.runtime.kafka.dead-letter-retention=7d",
                        "parley.runtime.kafka.start-timeout=1m",
                        "parley.runtime.kafka.publish-timeout=2s",
                        "parley.runtime.kafka.longest-wait=3s",
                        "parley.runtime.kafka.lag-interval=4s",
                        "PARLEY_FILES=/data",
                        "parley.files.max-size=1MB",
                        "PARLEY_S3_BUCKET=bucket",
                        "PARLEY_S3_ENDPOINT=http://minio:9000",
                        "PARLEY_S3_REGION=sa-east-1",
                        "PARLEY_S3_ACCESS_KEY=access",
                        "PARLEY_S3_SECRET_KEY=secret",
                        "PARLEY_FETCH_ALLOW=minio,10.0.0.0/8",
                        "parley.fetch.max-size=3MB",
                        "parley.fetch.connect-timeout=1s",
                        "parley.fetch.read-timeout=2s",
                        "parley.fetch.timeout=3s",
                        "PARLEY_LOG_FORMAT=json",
                        "PARLEY_PORT=4000")
                .run(context -> {
                    assertThat(context.getBean(KafkaSettings.class))
                            .isEqualTo(new KafkaSettings(
                                    "test.",
                                    false,
                                    3,
                                    Map.of("parley.events.v1", 24),
                                    (short) 2,
                                    DataSize.ofMegabytes(2),
                                    Duration.ofDays(7),
                                    Duration.ofMinutes(1),
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(3),
                                    Duration.ofSeconds(4)));
                    FilesSettings files = context.getBean(FilesSettings.class);
                    assertThat(files)
                            .isEqualTo(new FilesSettings(
                                    Path.of("/data"),
                                    DataSize.ofMegabytes(1),
                                    new FilesSettings.S3(
                                            "bucket",
                                            URI.create("http://minio:9000"),
                                            "sa-east-1",
                                            "access",
                                            "secret")));
                    assertThat(files.toString()).doesNotContain("secret", "access");
                    assertThat(context.getBean(FetchSettings.class))
                            .isEqualTo(new FetchSettings(
                                    java.util.List.of("minio", "10.0.0.0/8"),
                                    DataSize.ofMegabytes(3),
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(3)));
                    assertThat(context.getEnvironment().getProperty("logging.structured.format.console"))
                            .isEqualTo("ecs");
                    assertThat(context.getEnvironment().getProperty("server.port"))
                            .isEqualTo("4000");
                });
    }

    @Test
    void aTopicMustHaveAPartition() {
        runner.withPropertyValues("PARLEY_TOPIC_PARTITIONS=0")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void theProducerWaitsForAllReplicas() {
        runner.run(context -> {
            KafkaProperties kafka = context.getBean(KafkaProperties.class);
            assertThat(kafka.getBootstrapServers()).containsExactly("kafka:9092");
            assertThat(kafka.getProducer().getAcks()).isEqualTo("all");
            assertThat(context.getEnvironment().getProperty("spring.cloud.stream.kafka.binder.required-acks"))
                    .isEqualTo("all");
            assertThat(context.getEnvironment().containsProperty("spring.cloud.stream.kafka.binder.brokers"))
                    .as("would beat the address given in the environment")
                    .isFalse();
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({KafkaSettings.class, FilesSettings.class, FetchSettings.class, KafkaProperties.class
    })
    static class Settings {}
}
