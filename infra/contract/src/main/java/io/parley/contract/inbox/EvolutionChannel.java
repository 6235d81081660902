package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the Evolution instance of an inbox.
 *
 * @param sealedApiKey the key, sealed with the hub's secret: never in clear on a topic or in a log
 * @param headerSecretHash SHA-256, in hex, of the value every webhook must carry in {@code X-Hub-Token}; absent: not
 *     asked for
 * @param sealedJwtKey HS256 key of the {@code Authorization} header, sealed; absent: not asked for
 * @param messagesPerSecond how fast the number may send
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EvolutionChannel(
        URI baseUrl,
        String instance,
        String sealedApiKey,
        @Nullable String headerSecretHash,
        @Nullable String sealedJwtKey,
        int messagesPerSecond) {}
