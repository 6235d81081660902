package io.parley.runtime.visitor;

import io.parley.runtime.files.FileLinks;
import io.parley.runtime.secret.HubSecret;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.listener.ReactiveRedisMessageListenerContainer;

/** Visitors' tokens and streams, where there is Redis. */
@AutoConfiguration(
        afterName = {
            "io.parley.runtime.files.FilesRuntimeAutoConfiguration",
            "io.parley.runtime.kafka.KafkaRuntimeAutoConfiguration",
            "org.springframework.boot.autoconfigure.data.redis.RedisReactiveAutoConfiguration"
        })
@ConditionalOnClass(ReactiveStringRedisTemplate.class)
@ConditionalOnBean(ReactiveStringRedisTemplate.class)
@EnableConfigurationProperties(VisitorStreamSettings.class)
class VisitorRuntimeAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    VisitorTokens visitorTokens(HubSecret secret, Clock clock) {
        return new VisitorTokens(secret, clock);
    }

    /** One connection for what all visitors of this node are told. */
    @Bean
    @ConditionalOnMissingBean
    ReactiveRedisMessageListenerContainer visitorListeners(ReactiveRedisConnectionFactory connections) {
        return new ReactiveRedisMessageListenerContainer(connections);
    }

    @Bean
    @ConditionalOnMissingBean
    VisitorStreams visitorStreams(
            ReactiveStringRedisTemplate redis,
            ReactiveRedisMessageListenerContainer visitorListeners,
            VisitorStreamSettings settings) {
        return new VisitorStreams(redis, visitorListeners, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    VisitorTyping visitorTyping(
            ReactiveStringRedisTemplate redis,
            ReactiveRedisMessageListenerContainer visitorListeners,
            VisitorStreamSettings settings) {
        return new VisitorTyping(redis, visitorListeners, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    VisitorMessages visitorMessages(FileLinks links) {
        return new VisitorMessages(links);
    }
}
