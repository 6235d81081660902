package io.parley.agentgateway.api.wire;

import io.parley.contract.conversation.TeamView;
import io.parley.store.agent.Teams.TeamRow;
import org.jspecify.annotations.Nullable;

/** A team; {@code isMember} tells of the agent who asks, and is absent where nobody in particular does. */
@Wire
public record TeamJson(
        int id,
        String name,
        @Nullable String description,
        boolean allowAutoAssign,
        int accountId,
        @Wire.Optional @Nullable Boolean isMember) {

    public static TeamJson of(TeamRow row) {
        return of(row.team(), row.member());
    }

    public static TeamJson of(TeamView team) {
        return of(team, null);
    }

    private static TeamJson of(TeamView team, @Nullable Boolean member) {
        return new TeamJson(
                team.id().value(),
                team.name(),
                team.description(),
                team.allowAutoAssign(),
                team.accountId().value(),
                member);
    }
}
