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

    @Bean
    @ConditionalOnMissingBean
    VisitorListeners visitorListeners(ReactiveRedisConnectionFactory connections) {
        return new VisitorListeners(connections);
    }

    @Bean
    @ConditionalOnMissingBean
    VisitorStreams visitorStreams(
            ReactiveStringRedisTemplate redis, VisitorListeners listeners, VisitorStreamSettings settings) {
        return new VisitorStreams(redis, listeners, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    VisitorTyping visitorTyping(
            ReactiveStringRedisTemplate redis, VisitorListeners listeners, VisitorStreamSettings settings) {
        return new VisitorTyping(redis, listeners, settings);
    }

    @Bean
    @ConditionalOnMissingBean
    VisitorMessages visitorMessages(FileLinks links) {
        return new VisitorMessages(links);
    }
}
