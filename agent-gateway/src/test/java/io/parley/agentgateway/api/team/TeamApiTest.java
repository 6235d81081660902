package io.parley.agentgateway.api.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.id.AgentId;
import io.parley.store.agent.Teams.TeamChange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class TeamApiTest extends ApiTester {

    @Test
    void listsTeamsAsABareArrayAndShowsOneUnwrapped() {
        getAsBo(ACCOUNT + "/teams")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].is_member")
                .isEqualTo(true);
        getAsBo(ACCOUNT + "/teams/2").expectBody().jsonPath("$.name").isEqualTo("sales");
        getAsBo(ACCOUNT + "/teams/3")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .json("{\"error\":\"Resource could not be found\"}");
    }

    @Test
    void makesAndChangesTeamsWrappedOrFlat() {
        post(ACCOUNT + "/teams", "{'team':{'name':'Sales','allow_auto_assign':'false'}}")
                .expectStatus()
                .isOk();
        assertThat(store.<TeamChange>asked("team")).isEqualTo(new TeamChange("Sales", null, false));

        send(HttpMethod.PATCH, ACCOUNT + "/teams/2", "{'description':null}")
                .expectStatus()
                .isOk();
        assertThat(store.<TeamChange>asked("team")).isEqualTo(new TeamChange(null, "", null));
    }

    @Test
    void leavesTeamsToAdministrators() {
        sendAsBo(HttpMethod.POST, ACCOUNT + "/teams", "{'name':'x'}")
                .expectStatus()
                .isUnauthorized();
        sendAsBo(HttpMethod.DELETE, ACCOUNT + "/teams/2", "{}").expectStatus().isUnauthorized();
        sendAsBo(HttpMethod.POST, ACCOUNT + "/teams/2/team_members", "{'user_ids':[8]}")
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void dissolvesATeam() {
        send(HttpMethod.DELETE, ACCOUNT + "/teams/2", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
    }

    @Test
    void keepsItsMembers() {
        getAsBo(ACCOUNT + "/teams/2/team_members")
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(2);

        post(ACCOUNT + "/teams/2/team_members", "{'user_ids':['8']}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].id")
                .isEqualTo(8);
        assertThat(store.<List<AgentId>>asked("team members")).containsExactly(Fixtures.BO);

        send(HttpMethod.PATCH, ACCOUNT + "/teams/2/team_members", "{'user_ids':[7,8]}")
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(2);

        send(HttpMethod.DELETE, ACCOUNT + "/teams/2/team_members", "{'user_ids':[8]}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        assertThat(store.<List<AgentId>>asked("team members removed")).containsExactly(Fixtures.BO);
    }
}
