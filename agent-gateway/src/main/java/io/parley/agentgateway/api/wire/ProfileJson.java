package io.parley.agentgateway.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.AgentIdentity.Membership;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the signed-in agent sees of themselves, their access token included.
 *
 * @param accountId the account they were last active in
 * @param createdAt only in the answer to {@code validate_token}
 */
@Wire
public record ProfileJson(
        String accessToken,
        @Nullable Integer accountId,
        String availableName,
        String avatarUrl,
        boolean confirmed,
        @Nullable String displayName,
        @Nullable String messageSignature,
        String email,
        int id,
        @Nullable Integer inviterId,
        String name,
        String provider,
        String pubsubToken,
        @Nullable String role,
        JsonNode uiSettings,
        String uid,
        @Nullable String type,
        List<ProfileAccountJson> accounts,
        @Wire.Optional @Nullable String createdAt) {

    private static final Comparator<Membership> LAST_ACTIVE_FIRST = Comparator.comparing(
                    Membership::activeAt, Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed()
            .thenComparing(it -> it.accountId().value());

    /** @param online what is known of the agent's browsers */
    public static ProfileJson of(AgentIdentity agent, AgentsOnline online) {
        return of(agent, online, null);
    }

    /** As the browser's check of its session wants it. */
    public static ProfileJson withCreationTime(AgentIdentity agent, AgentsOnline online) {
        return of(agent, online, WireTime.iso(agent.createdAt()));
    }

    private static ProfileJson of(AgentIdentity agent, AgentsOnline online, @Nullable String createdAt) {
        List<Membership> memberships =
                agent.memberships().stream().sorted(LAST_ACTIVE_FIRST).toList();
        Optional<Membership> active = memberships.stream().findFirst();
        return new ProfileJson(
                agent.accessToken(),
                active.map(it -> it.accountId().value()).orElse(null),
                Optional.ofNullable(agent.displayName()).orElse(agent.name()),
                "",
                true,
                agent.displayName(),
                agent.messageSignature(),
                agent.email(),
                agent.id().value(),
                null,
                agent.name(),
                "email",
                agent.pubsubToken(),
                active.map(it -> ChatwootNames.role(it.administrator())).orElse(null),
                agent.uiSettings(),
                agent.email(),
                null,
                memberships.stream()
                        .map(it -> ProfileAccountJson.of(it, agent, online))
                        .toList(),
                createdAt);
    }

    /** One of the agent's accounts. */
    @Wire
    public record ProfileAccountJson(
            int id,
            String name,
            String status,
            @Nullable String onboardingStep,
            @Nullable String activeAt,
            String role,
            List<String> permissions,
            String availability,
            String availabilityStatus,
            boolean autoOffline,
            @Nullable Integer customRoleId,
            @Nullable String customRole) {

        static ProfileAccountJson of(Membership membership, AgentIdentity agent, AgentsOnline online) {
            String role = ChatwootNames.role(membership.administrator());
            return new ProfileAccountJson(
                    membership.accountId().value(),
                    membership.accountName(),
                    "active",
                    null,
                    WireTime.isoOrNull(membership.activeAt()),
                    role,
                    List.of(role),
                    membership.availability().wireName(),
                    ChatwootNames.shownAvailability(
                            online.of(membership.accountId(), agent.id()),
                            membership.availability(),
                            membership.autoOffline()),
                    membership.autoOffline(),
                    null,
                    null);
        }
    }
}
