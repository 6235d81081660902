package io.parley.agentgateway.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.api.wire.ChatwootJson;
import io.parley.agentgateway.fanout.FanOutProperties;
import io.parley.agentgateway.presence.Viewing;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AgentId;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import io.parley.store.conversation.Conversations;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Range;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Viewers in a sorted set of Redis for each conversation, by when they said so last; changes are passing news. */
@Component
final class RedisViewing implements Viewing {

    private static final Logger log = LoggerFactory.getLogger(RedisViewing.class);

    /** Longer, and the news is old. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** Who said nothing for so long has gone: browsers say it every 20 seconds. */
    private static final Duration FRESH = Duration.ofSeconds(45);

    private final ReactiveStringRedisTemplate redis;
    private final FanOutProperties properties;
    private final PassingNews news;
    private final Conversations conversations;
    private final Agents agents;
    private final ChatwootJson chatwoot;
    private final ObjectMapper json;
    private final Clock clock;

    RedisViewing(
            ReactiveStringRedisTemplate redis,
            FanOutProperties properties,
            PassingNews news,
            Conversations conversations,
            Agents agents,
            ChatwootJson chatwoot,
            ObjectMapper json,
            Clock clock) {
        this.redis = redis;
        this.properties = properties;
        this.news = news;
        this.conversations = conversations;
        this.agents = agents;
        this.chatwoot = chatwoot;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Mono<List<AgentId>> announce(Viewer viewer, int displayId, boolean on) {
        return conversations
                .find(viewer, displayId)
                .flatMap(conversation -> remember(viewer, displayId, on)
                        .then(tell(viewer, conversation, on))
                        .then(viewers(viewer, displayId))
                        .timeout(LIMIT)
                        .onErrorResume(RedisViewing::nobody));
    }

    @Override
    public Mono<List<AgentId>> now(Viewer viewer, int displayId) {
        return conversations
                .find(viewer, displayId)
                .flatMap(conversation ->
                        viewers(viewer, displayId).timeout(LIMIT).onErrorResume(RedisViewing::nobody));
    }

    private Mono<Void> remember(Viewer viewer, int displayId, boolean on) {
        String key = keyOf(viewer, displayId);
        String agent = viewer.agentId().toString();
        return on
                ? redis.opsForZSet()
                        .add(key, agent, clock.millis())
                        .then(redis.expire(key, FRESH))
                        .then()
                : redis.opsForZSet().remove(key, agent).then();
    }

    private Mono<List<AgentId>> viewers(Viewer viewer, int displayId) {
        Range<Double> fresh = Range.rightUnbounded(Range.Bound.inclusive((double) (clock.millis() - FRESH.toMillis())));
        return redis.opsForZSet()
                .rangeByScore(keyOf(viewer, displayId), fresh)
                .map(id -> new AgentId(Integer.parseInt(id)))
                .collectList();
    }

    private Mono<Void> tell(Viewer viewer, ConversationView conversation, boolean on) {
        return agents.list(viewer)
                .filter(row -> row.agent().id().equals(viewer.agentId()))
                .next()
                .flatMap(agent -> {
                    ObjectNode data = json.createObjectNode();
                    data.putObject("conversation").put("id", conversation.displayId());
                    data.set("user", json.valueToTree(chatwoot.pushAgent(agent.agent())));
                    return news.tell(
                            viewer.accountId(),
                            conversation.inboxId(),
                            on ? "conversation.viewing_on" : "conversation.viewing_off",
                            data);
                });
    }

    private static Mono<List<AgentId>> nobody(Throwable failure) {
        log.debug("Viewers are not known: {}", failure.getClass().getSimpleName());
        return Mono.just(List.of());
    }

    private String keyOf(Viewer viewer, int displayId) {
        return properties.keyPrefix() + "account:" + viewer.accountId() + ":viewers:" + displayId;
    }
}
