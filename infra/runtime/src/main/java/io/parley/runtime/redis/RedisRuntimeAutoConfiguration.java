package io.parley.runtime.redis;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Has {@code REDIS_PASSWORD} count beside {@code REDIS_URL}: Spring Boot forgets the password once there is a URL. */
@AutoConfiguration
class RedisRuntimeAutoConfiguration {

    /** Static, and asking the environment late, so that nothing else is made for it too early. */
    @Bean
    static BeanPostProcessor redisPassword(Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                String password = environment.getProperty("spring.data.redis.password", "");
                return bean instanceof RedisConnectionDetails details && !password.isBlank()
                        ? new WithPassword(details, password)
                        : bean;
            }
        };
    }

    /** A password in the URL wins. */
    private record WithPassword(RedisConnectionDetails url, String password) implements RedisConnectionDetails {

        @Override
        public @Nullable String getUsername() {
            return url.getUsername();
        }

        @Override
        public String getPassword() {
            String own = url.getPassword();
            return own == null || own.isEmpty() ? password : own;
        }

        @Override
        public @Nullable Standalone getStandalone() {
            return url.getStandalone();
        }

        @Override
        public @Nullable Sentinel getSentinel() {
            return url.getSentinel();
        }

        @Override
        public @Nullable Cluster getCluster() {
            return url.getCluster();
        }

        @Override
        public String toString() {
            return "WithPassword[]";
        }
    }
}
