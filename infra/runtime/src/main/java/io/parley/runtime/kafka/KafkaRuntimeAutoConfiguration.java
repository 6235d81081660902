package io.parley.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.parley.contract.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.kafka.KafkaAutoConfiguration;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.support.ProducerListener;

/** The Kafka plumbing every part uses: one producer, the topics, dead letters, bisection, traces, lag. */
@AutoConfiguration(before = KafkaAutoConfiguration.class)
@EnableConfigurationProperties({KafkaSettings.class, KafkaProperties.class})
class KafkaRuntimeAutoConfiguration {

    /** Longer than a batch may take, shorter than a shutdown phase: what is under way is finished, not redelivered. */
    private static final Duration CONTAINER_SHUTDOWN = Duration.ofSeconds(45);

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Topics topics(KafkaSettings settings) {
        return new Topics(settings.topicPrefix());
    }

    @Bean
    ProducerFactory<byte[], byte[]> recordProducerFactory(
            KafkaProperties kafka, ObjectProvider<SslBundles> ssl, KafkaSettings settings) {
        Map<String, Object> config = kafka.buildProducerProperties(ssl.getIfAvailable());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, (int)
                TopicProvisioner.deadLetterSize(settings).toBytes());
        return new DefaultKafkaProducerFactory<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Bean
    KafkaTemplate<byte[], byte[]> recordTemplate(ProducerFactory<byte[], byte[]> factory) {
        KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(factory);
        template.setProducerListener(new ProducerListener<>() {}); // whoever sends hears of it; no line per record
        return template;
    }

    @Bean
    Traces traces(ObjectProvider<ObservationRegistry> observations, ObjectProvider<Tracer> tracer) {
        return new Traces(
                observations.getIfAvailable(() -> ObservationRegistry.NOOP), tracer.getIfAvailable(() -> Tracer.NOOP));
    }

    @Bean(destroyMethod = "dispose")
    @ConditionalOnMissingBean(RecordPublisher.class)
    KafkaRecordPublisher recordPublisher(
            KafkaTemplate<byte[], byte[]> template,
            Traces traces,
            Clock clock,
            KafkaSettings settings,
            @Value("${spring.application.name:parley}") String application) {
        return new KafkaRecordPublisher(template, traces, clock, "/" + application, settings.publishTimeout());
    }

    @Bean
    WaitOrDeadLetter deadLetters(
            KafkaTemplate<byte[], byte[]> template, Clock clock, MeterRegistry meters, KafkaSettings settings) {
        return new WaitOrDeadLetter(
                new DeadLetters(template, clock, meters, settings.publishTimeout()), settings.longestWait());
    }

    @Bean
    Bisection bisection(List<TransientFailure> contributed) {
        return new Bisection(contributed);
    }

    @Bean
    TopicProvisioner topicProvisioner(
            KafkaProperties kafka, ObjectProvider<SslBundles> ssl, Topics topics, KafkaSettings settings) {
        return new TopicProvisioner(kafka.buildAdminProperties(ssl.getIfAvailable()), topics, settings);
    }

    /** For measuring and health; it connects when first asked. */
    @Bean(destroyMethod = "close")
    Admin kafkaQuestions(KafkaProperties kafka, ObjectProvider<SslBundles> ssl) {
        return Admin.create(kafka.buildAdminProperties(ssl.getIfAvailable()));
    }

    @Bean
    ConsumerLag consumerLag(Admin kafkaQuestions, KafkaSettings settings, MeterRegistry meters) {
        return new ConsumerLag(kafkaQuestions, settings, meters);
    }

    @Bean
    ConsumerGroups consumerGroups(Admin kafkaQuestions, KafkaSettings settings) {
        return new ConsumerGroups(kafkaQuestions, settings.topicPrefix());
    }

    @Bean
    DeadLetterArchives deadLetterArchives(
            KafkaProperties kafka, ObjectProvider<SslBundles> ssl, KafkaSettings settings) {
        return () -> new DeadLetterArchive(kafka.buildAdminProperties(ssl.getIfAvailable()), settings.topicPrefix());
    }

    @Bean
    KafkaHealth kafkaHealthIndicator(Admin kafkaQuestions) {
        return new KafkaHealth(kafkaQuestions);
    }

    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> parleyContainers(ConsumerLag lag) {
        return (container, topic, group) -> {
            container.getContainerProperties().setShutdownTimeout(CONTAINER_SHUTDOWN.toMillis());
            if (group != null) {
                lag.watch(group, topic);
            }
        };
    }
}
