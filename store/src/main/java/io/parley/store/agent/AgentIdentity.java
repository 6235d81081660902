package io.parley.store.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent who proved who they are, with all that their own profile shows.
 *
 * @param accessToken for the {@code api_access_token} header; only ever shown to the agent
 */
public record AgentIdentity(
        AgentId id,
        String name,
        @Nullable String displayName,
        String email,
        String accessToken,
        String pubsubToken,
        @Nullable String messageSignature,
        JsonNode uiSettings,
        List<Membership> memberships,
        Instant createdAt) {

    public AgentIdentity {
        memberships = List.copyOf(memberships);
    }

    /** @throws StoreFailure.NotFound when the agent is in no such account */
    public Viewer viewerOf(AccountId account) {
        return memberships.stream()
                .filter(it -> it.accountId().equals(account))
                .findFirst()
                .map(it -> new Viewer(account, id, it.administrator()))
                .orElseThrow(() -> new StoreFailure.NotFound("Account"));
    }

    @Override
    public String toString() {
        return "AgentIdentity[" + id + "]";
    }

    /** The agent's part in one account. */
    public record Membership(
            AccountId accountId,
            String accountName,
            boolean administrator,
            Availability availability,
            boolean autoOffline,
            @Nullable Instant activeAt) {}
}
