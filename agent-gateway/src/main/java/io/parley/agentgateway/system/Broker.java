package io.parley.agentgateway.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.runtime.kafka.ConsumerGroups.Lag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What an administrator may know of Kafka and do there. */
interface Broker {

    Mono<List<Lag>> lags();

    /** Newest first, of those that were not replayed. */
    Mono<List<Letter>> deadLetters(int limit);

    /** With headers and value; empty when there is none of this id, or it was replayed. */
    Mono<Letter> deadLetter(String id);

    /** Puts it back at the end of the topic it came from; empty when there is none of this id. */
    Mono<Letter> replay(String id);

    /**
     * @param id {@code topic:partition:offset} in the dead-letter topic
     * @param headers only where one is asked for
     * @param value JSON where it is, else text; only where one is asked for
     */
    record Letter(
            String id,
            String topic,
            String group,
            String reason,
            String reasonClass,
            String time,
            @Nullable String key,
            @Nullable Map<String, String> headers,
            @Nullable JsonNode value) {}
}
