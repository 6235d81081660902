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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.ReactiveSubscription;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Passing news by Redis' publish and subscribe: one subscription per node and account, while anyone listens. */
@Component
final class RedisPassingNews implements PassingNews {

    private static final Logger log = LoggerFactory.getLogger(RedisPassingNews.class);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final ReactiveStringRedisTemplate redis;
    private final FanOutProperties properties;
    private final ObjectMapper json;
    private final Map<AccountId, Flux<News>> accounts = new ConcurrentHashMap<>();

    RedisPassingNews(ReactiveStringRedisTemplate redis, FanOutProperties properties, ObjectMapper json) {
        this.redis = redis;
        this.properties = properties;
        this.json = json;
    }

    @Override
    public Mono<Void> tell(AccountId account, InboxId inbox, String type, JsonNode data) {
        JsonNode news = json.createObjectNode()
                .put("type", type)
                .put("inbox", inbox.value())
                .set("data", data);
        return redis.convertAndSend(channelOf(account), news.toString()).then();
    }

    @Override
    public Flux<News> of(AccountId account) {
        return accounts.computeIfAbsent(account, this::listen);
    }

    private Flux<News> listen(AccountId account) {
        return Flux.defer(() -> redis.listenToChannel(channelOf(account)))
                .map(ReactiveSubscription.Message::getMessage)
                .concatMap(this::read)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, SHORTEST_WAIT)
                        .maxBackoff(LONGEST_WAIT)
                        .transientErrors(true))
                .onBackpressureDrop()
                .share();
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
}
