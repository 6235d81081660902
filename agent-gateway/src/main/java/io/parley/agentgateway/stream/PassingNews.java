package io.parley.agentgateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.agentgateway.fanout.FanOutProperties;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.ReactiveSubscription;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.ReactiveRedisMessageListenerContainer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What is only true for a moment, such as somebody typing: told to those connected now, and to nobody later. */
@Component
public final class PassingNews {

    private static final Logger log = LoggerFactory.getLogger(PassingNews.class);

    private final ReactiveStringRedisTemplate redis;
    private final ReactiveRedisMessageListenerContainer listener;
    private final FanOutProperties properties;
    private final ObjectMapper json;
    private final Map<AccountId, Flux<News>> accounts = new ConcurrentHashMap<>();

    PassingNews(
            ReactiveStringRedisTemplate redis,
            ReactiveRedisConnectionFactory connections,
            FanOutProperties properties,
            ObjectMapper json) {
        this.redis = redis;
        this.listener = new ReactiveRedisMessageListenerContainer(connections);
        this.properties = properties;
        this.json = json;
    }

    /** Tells all sessions that may see the inbox, on every node. */
    public Mono<Void> tell(AccountId account, InboxId inbox, String type, Object data) {
        JsonNode news = json.createObjectNode()
                .put("type", type)
                .put("inbox", inbox.value())
                .set("data", json.valueToTree(data));
        return redis.convertAndSend(channelOf(account), news.toString()).then();
    }

    Flux<News> of(AccountId account) {
        return accounts.computeIfAbsent(account, this::listen);
    }

    private Flux<News> listen(AccountId account) {
        return listener.receive(ChannelTopic.of(channelOf(account)))
                .map(ReactiveSubscription.Message::getMessage)
                .concatMap(this::read)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
                        .maxBackoff(Duration.ofSeconds(5))
                        .transientErrors(true))
                .onBackpressureDrop()
                .publish()
                .refCount(1);
    }

    private Mono<News> read(String message) {
        try {
            JsonNode news = json.readTree(message);
            return Mono.just(new News(
                    new InboxId(news.path("inbox").asInt()),
                    Frame.passing(news.path("type").asText(), news.path("data").toString())));
        } catch (IOException | IllegalArgumentException e) {
            log.warn(
                    "Passing news that cannot be read was dropped: {}",
                    e.getClass().getSimpleName());
            return Mono.empty();
        }
    }

    private String channelOf(AccountId account) {
        return properties.keyPrefix() + "account:" + account + ":passing";
    }

    /** One piece of news. */
    record News(@Nullable InboxId inbox, Frame frame) {}
}
