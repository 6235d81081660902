package io.parley.agentgateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Passing news that never come. */
final class Silence implements PassingNews {

    /** Nobody is told of who comes and goes either. */
    static PresenceNews ofPresence() {
        return new PresenceNews(new ConnectedAgents(), viewer -> Mono.never(), new ObjectMapper());
    }

    @Override
    public Mono<Void> tell(AccountId account, InboxId inbox, String type, JsonNode data) {
        return Mono.empty();
    }

    @Override
    public Flux<News> of(AccountId account) {
        return Flux.never();
    }
}
