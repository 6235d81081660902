package io.parley.outbound.channel.whatsapp;

import io.parley.evolution.EvolutionClient;
import io.parley.evolution.ServerInfo;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Mono;

/** Remembers for a while which version answers at an address. */
final class EvolutionServers {

    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
    private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);

    private final ConcurrentMap<URI, Mono<Boolean>> takeMessageId = new ConcurrentHashMap<>();
    private final Duration timeout;

    EvolutionServers(Duration timeout) {
        this.timeout = timeout;
    }

    /** Whether sends may name the id to use; no when the server does not say. Never fails. */
    Mono<Boolean> takesMessageId(EvolutionClient client) {
        return takeMessageId
                .computeIfAbsent(client.instance().baseUrl(), address -> ask(client))
                .onErrorReturn(false);
    }

    private Mono<Boolean> ask(EvolutionClient client) {
        return client.version()
                .map(ServerInfo::takesMessageId)
                .timeout(timeout)
                .cache(known -> KNOWN_FOR, failure -> UNKNOWN_FOR, () -> UNKNOWN_FOR);
    }
}
