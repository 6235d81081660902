package io.parley.agentgateway.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.AccountId;
import io.parley.store.Viewer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Chatwoot's {@code presence.update}: who is online or busy, whoever is not named is offline. */
@Component
final class PresenceNews {

    private static final Logger log = LoggerFactory.getLogger(PresenceNews.class);

    private final ConnectedAgents connected;
    private final ShownAgents shown;
    private final ObjectMapper json;
    private final Map<AccountId, Flux<Frame>> accounts = new ConcurrentHashMap<>();

    PresenceNews(ConnectedAgents connected, ShownAgents shown, ObjectMapper json) {
        this.connected = connected;
        this.shown = shown;
        this.json = json;
    }

    /** How it is now, then whenever it becomes otherwise; all sessions of an account share one look at the store. */
    Flux<Frame> of(Viewer viewer) {
        return accounts.computeIfAbsent(viewer.accountId(), account -> shared(viewer));
    }

    private Flux<Frame> shared(Viewer viewer) {
        return connected
                .changes(viewer.accountId())
                .startWith(viewer.accountId())
                .onBackpressureLatest()
                .concatMap(account -> now(viewer), 1)
                .distinctUntilChanged()
                .replay(1)
                .refCount(1);
    }

    /** Nothing while the store is away: the next change is told again. */
    private Mono<Frame> now(Viewer viewer) {
        return shown.to(viewer).map(users -> frame(viewer.accountId(), users)).onErrorResume(failure -> {
            log.debug("Presence was not told: {}", failure.getClass().getSimpleName());
            return Mono.empty();
        });
    }

    private Frame frame(AccountId account, Map<Integer, String> users) {
        ObjectNode data = json.createObjectNode().put("account_id", account.value());
        ObjectNode named = data.putObject("users");
        users.forEach((agent, availability) -> named.put(agent.toString(), availability));
        return Frame.passing("presence.update", data.toString());
    }
}
