package io.parley.agentgateway.api.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.agent.Agents.AgentChange;
import io.parley.store.agent.Agents.NewAgent;
import io.parley.store.agent.Availability;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

class AgentApiTest extends ApiTester {

    @Autowired
    private ConnectedAgents connected;

    @Test
    void listsAgentsAsABareArray() {
        getAsBo(ACCOUNT + "/agents")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].name")
                .isEqualTo("Ada Admin")
                .jsonPath("$[1].availability_status")
                .isEqualTo("busy")
                .jsonPath("$[1].assignment_limit")
                .isEqualTo(20)
                .jsonPath("$[1].assignment_weight")
                .isEqualTo(2)
                .jsonPath("$.length()")
                .isEqualTo(2);
    }

    @Test
    void addsAnAgentAndAnswers200() {
        post(ACCOUNT + "/agents", "{'agent':{'email':' cy@example.org ','role':'administrator'}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(9)
                .jsonPath("$.role")
                .isEqualTo("administrator");

        assertThat(store.<NewAgent>asked("new agent"))
                .isEqualTo(new NewAgent("cy", "cy@example.org", true, null, null, null));
    }

    @Test
    void refusesARoleThatThereIsNot() {
        post(ACCOUNT + "/agents", "{'email':'cy@example.org','role':'king'}")
                .expectStatus()
                .isEqualTo(422);
        post(ACCOUNT + "/agents", "{'name':'Cy'}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("{\"error\":\"param is missing or the value is empty: email\"}");
    }

    @Test
    void leavesAgentsToAdministrators() {
        sendAsBo(HttpMethod.POST, ACCOUNT + "/agents", "{'email':'cy@example.org'}")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .json("{\"error\":\"You are not authorized to do this action\"}");
        sendAsBo(HttpMethod.PATCH, ACCOUNT + "/agents/7", "{'role':'agent'}")
                .expectStatus()
                .isUnauthorized();
        sendAsBo(HttpMethod.DELETE, ACCOUNT + "/agents/7", "{}").expectStatus().isUnauthorized();
    }

    @Test
    void changesAnAgent() {
        send(HttpMethod.PUT, ACCOUNT + "/agents/8", "{'name':'Bo','availability':'offline','auto_offline':'1'}")
                .expectStatus()
                .isOk();

        assertThat(store.<AgentChange>asked("agent change"))
                .isEqualTo(new AgentChange("Bo", null, Availability.OFFLINE, true, null));
    }

    @Test
    void showsAtOnceWhatAnAdministratorSaysOfAnAgent() {
        connected.arrive(Fixtures.ACME, Fixtures.BO, Availability.ONLINE);

        send(HttpMethod.PATCH, ACCOUNT + "/agents/8", "{'availability':'busy'}")
                .expectStatus()
                .isOk();

        assertThat(connected.of(Fixtures.ACME, Fixtures.BO)).contains(Availability.BUSY);
        connected.leave(Fixtures.ACME, Fixtures.BO);
    }

    @Test
    void setsAnAgentsShareOfWhatIsAssigned() {
        send(HttpMethod.PATCH, ACCOUNT + "/agents/8", "{'assignment_limit':5,'assignment_weight':2}")
                .expectStatus()
                .isOk();
        assertThat(store.<AgentChange>asked("agent change"))
                .isEqualTo(new AgentChange(null, null, null, null, null, 5, 2));

        send(HttpMethod.PATCH, ACCOUNT + "/agents/8", "{'assignment_limit':null}")
                .expectStatus()
                .isOk();
        assertThat(store.<AgentChange>asked("agent change"))
                .isEqualTo(new AgentChange(null, null, null, null, null, 0, null));
    }

    @Test
    void addsAnAgentWithAShare() {
        post(ACCOUNT + "/agents", "{'email':'cy@example.org','assignment_limit':'7'}")
                .expectStatus()
                .isOk();

        assertThat(store.<AgentChange>asked("agent change"))
                .isEqualTo(new AgentChange(null, null, null, null, null, 7, null));
    }

    @Test
    void takesAnAgentOut() {
        send(HttpMethod.DELETE, ACCOUNT + "/agents/8", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();

        assertThat(store.<AgentId>asked("agent removed")).isEqualTo(Fixtures.BO);
    }

    @Test
    void tellsWhoMayHoldConversationsOfAllTheseInboxes() {
        getAsBo(ACCOUNT + "/assignable_agents?inbox_ids[]=3&inbox_ids[]=4")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.length()")
                .isEqualTo(2);

        assertThat(store.<List<InboxId>>asked("assignable")).containsExactly(new InboxId(3), new InboxId(4));
    }
}
