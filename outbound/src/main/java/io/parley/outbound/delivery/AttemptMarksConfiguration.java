package io.parley.outbound.delivery;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** Where attempts are remembered. */
@Configuration(proxyBeanMethods = false)
class AttemptMarksConfiguration {

    @Bean
    AttemptMarks attemptMarks(ReactiveStringRedisTemplate redis, OutboundProperties properties, Clock clock) {
        return new RedisAttemptMarks(redis, properties, clock);
    }
}
