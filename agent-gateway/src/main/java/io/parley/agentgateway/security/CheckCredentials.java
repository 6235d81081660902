package io.parley.agentgateway.security;

import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds the agent behind a request's credentials. A store that cannot be asked is an error of its own, never bad
 * credentials: clients sign out when they are told 401.
 */
@Component
class CheckCredentials implements ReactiveAuthenticationManager {

    private final Agents agents;

    CheckCredentials(Agents agents) {
        this.agents = agents;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication claim) {
        if (!(claim instanceof AgentAuthentication) || !(claim.getCredentials() instanceof Credentials credentials)) {
            return Mono.empty();
        }
        return find(credentials)
                .<Authentication>map(agent -> AgentAuthentication.proven(new SignedIn(agent)))
                .switchIfEmpty(Mono.error(() -> refusalOf(credentials)));
    }

    private Mono<AgentIdentity> find(Credentials credentials) {
        return switch (credentials) {
            case Credentials.AccessToken token -> agents.findByAccessToken(token.value());
            case Credentials.Session session -> agents.findBySession(session.client(), session.token(), session.uid());
        };
    }

    private static BadCredentialsException refusalOf(Credentials credentials) {
        return switch (credentials) {
            case Credentials.AccessToken token -> new UnknownAccessToken();
            case Credentials.Session session -> new BadCredentialsException("the session is unknown or over");
        };
    }

    /** Nobody has this token; Chatwoot answers it in other words than a session that is over. */
    static final class UnknownAccessToken extends BadCredentialsException {

        private static final long serialVersionUID = 1L;

        UnknownAccessToken() {
            super("Invalid Access Token");
        }
    }
}
