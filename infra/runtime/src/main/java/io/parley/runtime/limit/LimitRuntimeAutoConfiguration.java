package io.parley.runtime.limit;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Rate limits in the Redis that the application has anyway. */
@AutoConfiguration(afterName = "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration")
@ConditionalOnClass(LettuceConnectionFactory.class)
@ConditionalOnBean(LettuceConnectionFactory.class)
public class LimitRuntimeAutoConfiguration {

    private static final Duration KEPT = Duration.ofMinutes(10);

    @Bean
    @ConditionalOnMissingBean
    RateLimits rateLimits(
            LettuceConnectionFactory redis,
            @Value("${parley.redis-key-prefix:${PARLEY_REDIS_KEY_PREFIX:parley:}}") String keyPrefix) {
        return new RateLimits(() -> bucketsOf(redis.getRequiredNativeClient()), keyPrefix);
    }

    private static AsyncProxyManager<byte[]> bucketsOf(AbstractRedisClient client) {
        ExpirationAfterWriteStrategy expiry = ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT);
        return (client instanceof RedisClusterClient cluster
                        ? Bucket4jLettuce.casBasedBuilder(cluster)
                        : Bucket4jLettuce.casBasedBuilder((RedisClient) client))
                .expirationAfterWrite(expiry)
                .build()
                .asAsync();
    }
}
