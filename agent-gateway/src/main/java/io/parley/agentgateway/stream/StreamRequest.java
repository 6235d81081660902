package io.parley.agentgateway.stream;

import io.parley.agentgateway.security.SignedIn;
import io.parley.contract.id.AccountId;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentIdentity.Membership;
import io.parley.store.agent.Availability;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;

/**
 * What a client asks of the agents' stream.
 *
 * @param said what the agent says of themselves
 * @param after its cursor; absent when it has none
 */
record StreamRequest(
        Viewer viewer, Availability said, @Nullable String after) {

    static final String PATH = "/api/v1/accounts/{accountId}/stream";

    private static final Pattern ACCOUNT = Pattern.compile("/api/v1/accounts/(\\d{1,9})/stream/?");

    /** Errors with {@link io.parley.agentgateway.security.NotInAccount} for an account the agent is not in. */
    static Mono<StreamRequest> of(HandshakeInfo handshake) {
        String after = UriComponentsBuilder.fromUri(handshake.getUri())
                .build()
                .getQueryParams()
                .getFirst("after");
        return handshake
                .getPrincipal()
                .mapNotNull(principal -> SignedIn.of(principal).orElse(null))
                .map(agent -> of(agent, accountOf(handshake.getUri().getPath()), after));
    }

    static StreamRequest of(SignedIn agent, AccountId account, @Nullable String after) {
        Viewer viewer = agent.viewer(account);
        Availability said = agent.agent().memberships().stream()
                .filter(it -> it.accountId().equals(account))
                .map(Membership::availability)
                .findFirst()
                .orElse(Availability.ONLINE);
        return new StreamRequest(viewer, said, after);
    }

    private static AccountId accountOf(String path) {
        Matcher account = ACCOUNT.matcher(path);
        if (!account.matches()) {
            throw new IllegalStateException("the stream was reached by another path");
        }
        return new AccountId(Integer.parseInt(account.group(1)));
    }
}
