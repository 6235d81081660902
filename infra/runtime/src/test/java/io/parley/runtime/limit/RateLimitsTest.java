package io.parley.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class RateLimitsTest {

    @Test
    void holdsNobodyUpWithoutRedisAndAsksItNotForEach() {
        AtomicInteger asked = new AtomicInteger();
        Supplier<AsyncProxyManager<byte[]>> away = () -> {
            asked.incrementAndGet();
            throw new IllegalStateException("Redis is away");
        };
        RateLimits limits = new RateLimits(away, "");

        StepVerifier.create(limits.take("ip:203.0.113.9", Rate.perMinute(1)).repeat(200))
                .expectComplete()
                .verify(Duration.ofSeconds(20));

        assertThat(asked).hasValue(1);
    }
}
