package io.parley.agentgateway.security;

import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import io.parley.store.agent.Agents.Session;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The headers a browser's session travels in. They do not change from request to request. */
@Component
public class SessionHeaders {

    private final Agents agents;

    SessionHeaders(Agents agents) {
        this.agents = agents;
    }

    /** Tells a client the session that was opened for it. */
    public static void write(HttpHeaders headers, Session session, String email) {
        headers.set("access-token", session.token());
        headers.set("token-type", "Bearer");
        headers.set("client", session.client());
        headers.set("expiry", Long.toString(session.expiresAt().getEpochSecond()));
        headers.set("uid", email);
    }

    /** The agent whose session a request carries; empty without one, or when it is over. */
    public Mono<AgentIdentity> find(HttpHeaders headers) {
        return Mono.justOrEmpty(Credentials.sessionOf(headers))
                .flatMap(it -> agents.findBySession(it.client(), it.token(), it.uid()));
    }

    /** Closes the session a request carries; true when there was one. */
    public Mono<Boolean> close(HttpHeaders headers) {
        return Mono.justOrEmpty(Credentials.sessionOf(headers))
                .flatMap(it -> agents.closeSession(it.client(), it.token(), it.uid()))
                .defaultIfEmpty(false);
    }
}
