package io.parley.agentgateway.api.wire;

import org.jspecify.annotations.Nullable;

/**
 * An agent in REST form.
 *
 * @param assignmentLimit beyond Chatwoot, in lists of agents: how many open conversations they may hold and still be
 *     given one; absent: any number
 * @param assignmentWeight beyond Chatwoot, in lists of agents: their share beside colleagues of other weights
 */
@Wire
public record AgentJson(
        int id,
        int accountId,
        String availabilityStatus,
        boolean autoOffline,
        boolean confirmed,
        String email,
        String provider,
        String availableName,
        String name,
        String role,
        String thumbnail,
        @Nullable Integer customRoleId,
        @Wire.Optional @Nullable Integer assignmentLimit,
        @Wire.Optional @Nullable Integer assignmentWeight) {

    AgentJson withShare(@Nullable Integer limit, int weight) {
        return new AgentJson(
                id,
                accountId,
                availabilityStatus,
                autoOffline,
                confirmed,
                email,
                provider,
                availableName,
                name,
                role,
                thumbnail,
                customRoleId,
                limit,
                weight);
    }
}
