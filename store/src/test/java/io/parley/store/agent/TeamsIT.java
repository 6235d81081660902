package io.parley.store.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.TeamId;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.agent.Teams.TeamChange;
import io.parley.store.agent.Teams.TeamRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class TeamsIT extends ApiIntegration {

    @Test
    void createsChangesAndListsTeamsInLowerCase() {
        TeamRow sales = team("Sales");
        team("Billing");

        TeamRow changed =
                await(teams.update(administrator, sales.team().id(), new TeamChange(null, "They sell", false)));

        assertThat(changed.team().name()).isEqualTo("sales");
        assertThat(changed.team().description()).isEqualTo("They sell");
        assertThat(changed.team().allowAutoAssign()).isFalse();
        assertThat(all(teams.list(administrator)))
                .extracting(it -> it.team().name())
                .containsExactly("billing", "sales");
        assertThat(invalid(teams.create(administrator, new TeamChange("SALES", null, null))))
                .hasMessage("Name has already been taken");
        assertThat(invalid(teams.create(administrator, new TeamChange(null, null, null))))
                .hasMessage("Name can't be blank");
        assertThat(failureOf(teams.find(administrator, new TeamId(999_999)))).isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void changesItsMembers() {
        TeamId id = team("Sales").team().id();
        AgentId bo = anAgent(account, "agent");
        AgentId cy = anAgent(account, "agent");

        assertThat(ids(teams.addMembers(administrator, id, List.of(bo)))).containsExactly(bo);
        assertThat(ids(teams.addMembers(administrator, id, List.of(bo, cy)))).containsExactly(cy);
        assertThat(ids(teams.setMembers(administrator, id, List.of(cy, administrator.agentId()))))
                .containsExactlyInAnyOrder(cy, administrator.agentId());
        teams.removeMembers(administrator, id, List.of(cy)).block(LIMIT);

        assertThat(ids(teams.members(administrator, id))).containsExactly(administrator.agentId());
        assertThat(await(teams.find(administrator, id)).member()).isTrue();
        assertThat(failureOf(teams.addMembers(administrator, id, List.of(new AgentId(999_999)))))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void leavesItsConversationsBehind() {
        TeamId id = team("Sales").team().id();
        ConversationView conversation = aConversation(anInbox(Channel.API));
        await(conversations.assignTeam(administrator, conversation.displayId(), id));
        forgetAnnounced();

        teams.delete(administrator, id).block(LIMIT);

        assertThat(await(conversations.find(administrator, conversation.displayId()))
                        .team())
                .isNull();
        assertThat(events()).hasSize(1);
    }

    private TeamRow team(String name) {
        return await(teams.create(administrator, new TeamChange(name, null, null)));
    }

    private static List<AgentId> ids(Flux<AgentRow> rows) {
        return all(rows.map(it -> it.agent().id()));
    }
}
