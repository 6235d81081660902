package io.parley.runtime.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Topics;
import io.parley.runtime.secret.HubSecret;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The table of inboxes, what fills it, and the box their secrets are sealed with. */
@AutoConfiguration(afterName = "io.parley.runtime.kafka.KafkaRuntimeAutoConfiguration")
class InboxRuntimeAutoConfiguration {

    @Bean
    SecretBox secretBox(HubSecret secret) {
        return new SecretBox(secret);
    }

    /** A test that brings a table of its own gets no reader. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(InboxTable.class)
    static class FromTopic {

        @Bean
        InboxTable inboxTable() {
            return new InboxTable();
        }

        @Bean
        InboxTopicReader inboxTopicReader(
                KafkaProperties kafka,
                ObjectProvider<SslBundles> ssl,
                Topics topics,
                InboxTable table,
                MeterRegistry meters) {
            Map<String, Object> config = kafka.buildConsumerProperties(ssl.getIfAvailable());
            config.remove(ConsumerConfig.GROUP_ID_CONFIG);
            config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            config.put(ConsumerConfig.CLIENT_ID_CONFIG, "parley-inboxes");
            config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
            return new InboxTopicReader(config, topics.inboxes(), table, meters);
        }
    }

    @Bean
    HealthIndicator inboxTableHealthIndicator(InboxTable table) {
        return () -> (table.isReady() ? Health.up() : Health.outOfService())
                .withDetail("inboxes", table.all().size())
                .build();
    }
}
