package io.parley.agentgateway.stream;

import io.parley.store.Viewer;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Which agents of the viewer's account the others see as {@code online} or {@code busy} at this moment, by their id.
 */
@FunctionalInterface
interface ShownAgents {

    Mono<Map<Integer, String>> to(Viewer viewer);
}
