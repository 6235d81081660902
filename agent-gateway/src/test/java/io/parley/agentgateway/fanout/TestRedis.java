package io.parley.agentgateway.fanout;

import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.types.RedisClientInfo;

/** A real Redis with keys of one's own, without a Spring context. */
public final class TestRedis implements AutoCloseable {

    private final LettuceConnectionFactory connections;
    private final ReactiveStringRedisTemplate template;
    private final String keyPrefix;

    private TestRedis(URI url, String password, String keyPrefix) {
        RedisStandaloneConfiguration server = new RedisStandaloneConfiguration(url.getHost(), url.getPort());
        if (!password.isEmpty()) {
            server.setPassword(password);
        }
        this.connections = new LettuceConnectionFactory(
                server,
                LettuceClientConfiguration.builder()
                        .clientName(nameOf(keyPrefix))
                        .commandTimeout(Duration.ofSeconds(5))
                        .build());
        connections.afterPropertiesSet();
        connections.start();
        this.template = new ReactiveStringRedisTemplate(connections);
        this.keyPrefix = keyPrefix;
    }

    /** The one all tests share. */
    public static TestRedis shared(Class<?> test) {
        return of(Services.shared().isolated(test));
    }

    /** @param settings by the names of the hub's environment variables */
    public static TestRedis of(Map<String, String> settings) {
        return new TestRedis(
                URI.create(settings.get("REDIS_URL")),
                settings.getOrDefault("REDIS_PASSWORD", ""),
                settings.get("PARLEY_REDIS_KEY_PREFIX"));
    }

    public ReactiveStringRedisTemplate template() {
        return template;
    }

    /** How many of its own connections wait in a blocking read of a stream. */
    public long readers() {
        return connections(client -> "xread".equals(client.getLastCommand()));
    }

    /** How many of its own connections are subscribed to a channel. */
    public long listeners() {
        return connections(client -> "subscribe".equals(client.getLastCommand()));
    }

    private long connections(Predicate<RedisClientInfo> which) {
        return Objects.requireNonNull(
                template.execute(connection -> connection.serverCommands().getClientList())
                        .filter(client -> nameOf(keyPrefix).equals(client.getName()))
                        .filter(which)
                        .count()
                        .block(Duration.ofSeconds(5)));
    }

    public FanOutProperties properties(int length) {
        return new FanOutProperties(
                keyPrefix, length, Duration.ofHours(1), Duration.ofMillis(300), Duration.ofSeconds(30));
    }

    public AccountStreams streams(int length) {
        return new RedisAccountStreams(template, connections, properties(length));
    }

    private static String nameOf(String keyPrefix) {
        return keyPrefix.replace(":", "");
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
