package io.parley.agentgateway.api.wire;

import org.jspecify.annotations.Nullable;

/** An agent in REST form. */
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
        @Nullable Integer customRoleId) {}
