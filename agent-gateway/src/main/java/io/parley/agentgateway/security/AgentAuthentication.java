package io.parley.agentgateway.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Credentials of a request, and once they were good the agent they belong to. */
final class AgentAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Credentials credentials;
    private final transient @Nullable SignedIn signedIn;

    private AgentAuthentication(@Nullable Credentials credentials, @Nullable SignedIn signedIn) {
        super(List.of());
        this.credentials = credentials;
        this.signedIn = signedIn;
        setAuthenticated(signedIn != null);
    }

    static AgentAuthentication claim(Credentials credentials) {
        return new AgentAuthentication(credentials, null);
    }

    static AgentAuthentication proven(SignedIn signedIn) {
        return new AgentAuthentication(null, signedIn);
    }

    @Override
    public @Nullable Credentials getCredentials() {
        return credentials;
    }

    @Override
    public @Nullable SignedIn getPrincipal() {
        return signedIn;
    }

    /** The agent's number; nothing of the credentials. */
    @Override
    public String getName() {
        return signedIn == null ? "" : signedIn.agent().id().toString();
    }
}
