package io.parley.agentgateway.security;

import io.parley.contract.id.AccountId;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentIdentity;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * The agent behind a request; the principal of every request that needs one, WebSocket handshakes included.
 *
 * @param agent as they were when the request came
 */
public record SignedIn(AgentIdentity agent) {

    /** Whom a request or handshake names as its principal; empty when nobody signed in. */
    public static Optional<SignedIn> of(@Nullable Principal principal) {
        Object inner = principal instanceof Authentication authentication ? authentication.getPrincipal() : principal;
        return inner instanceof SignedIn signedIn ? Optional.of(signedIn) : Optional.empty();
    }

    /** @throws NotInAccount when the agent does not belong to the account, whether or not there is such an account */
    public Viewer viewer(AccountId account) {
        return agent.memberships().stream()
                .filter(it -> it.accountId().equals(account))
                .findFirst()
                .map(it -> new Viewer(account, agent.id(), it.administrator()))
                .orElseThrow(NotInAccount::new);
    }

    @Override
    public String toString() {
        return "SignedIn[" + agent.id() + "]";
    }
}
