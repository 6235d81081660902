package io.parley.agentgateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.test.StepVerifier;

class RedisCountersTest {

    @Test
    void holdsNobodyUpWithoutRedis() {
        LettuceConnectionFactory nothingThere = new LettuceConnectionFactory("127.0.0.1", 1);
        nothingThere.afterPropertiesSet();
        RateLimitProperties properties = new RateLimitProperties(true, 1, 1, 1, 1, 1, 1, 1, 1, List.of(), "");
        RedisCounters counters = new RedisCounters(nothingThere, properties, Clock.systemUTC());

        StepVerifier.create(counters.count("ip:203.0.113.9", 1))
                .expectComplete()
                .verify(Duration.ofSeconds(20));
        // from then on for a while without asking, so that a page of many requests does not wait for each
        Duration took = StepVerifier.create(counters.count("ip:203.0.113.9", 1).repeat(200))
                .expectComplete()
                .verify(Duration.ofSeconds(20));

        assertThat(took).isLessThan(Duration.ofSeconds(10));
        counters.destroy();
        nothingThere.destroy();
    }
}
