package io.parley.router.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.assignment.AssignmentFact.InboxMember;
import io.parley.contract.assignment.AssignmentFact.OfAgent;
import io.parley.contract.assignment.AssignmentFact.OfConversation;
import io.parley.contract.assignment.AssignmentFact.Presence;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.TeamId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeskTest {

    private final World world = World.withInbox();

    @Test
    void givesNothingToWhoIsNotThere() {
        AgentId away = world.agent(1, null, 1);
        AgentId busy = world.agentOnline(2, null);
        world.says(busy, false);
        AgentId without = world.agent(3, null, 0);
        world.come(without);
        world.write();

        world.settle();

        assertThat(world.unassigned()).hasSize(1);
        assertThat(world.waiting().number()).isEqualTo(1);
        assertThat(world.waiting().since()).isEqualTo(world.now);

        world.come(away);
        world.settle();

        assertThat(world.given(away)).isEqualTo(1);
        assertThat(world.waiting()).isEqualTo(Waiting.NONE);
    }

    @Test
    void countsWhoIsNeverOfflineByThemselvesAsThere() {
        AgentId agent = world.agent(1, null, 1);
        world.tell(new OfAgent(World.ACCOUNT, agent, true, false, null, 1));
        world.write();

        world.settle();

        assertThat(world.given(agent)).isEqualTo(1);
    }

    @Test
    void forgetsAPresenceThatNobodySaidAgain() {
        AgentId agent = world.agentOnline(1, null);
        world.now = world.now.plus(World.PROPERTIES.presenceAge()).plusSeconds(1);
        world.write();
        world.settle();
        assertThat(world.given(agent)).isZero();

        world.tell(new Presence(World.ACCOUNT, agent, world.now));
        world.settle();

        assertThat(world.given(agent)).isEqualTo(1);
    }

    @Test
    void givesTheNextOnceAConversationIsClosedOrTheLimitRaised() {
        AgentId agent = world.agentOnline(1, 1);
        ConversationId first = world.write();
        ConversationId second = world.write();
        ConversationId third = world.write();
        world.settle();
        assertThat(world.assigneeOf(first)).isEqualTo(agent);
        assertThat(world.unassigned()).hasSize(2);

        world.resolve(first);
        world.settle();
        assertThat(world.assigneeOf(second)).isEqualTo(agent);

        world.limit(agent, 2);
        world.settle();
        assertThat(world.assigneeOf(third)).isEqualTo(agent);
    }

    @Test
    void keepsToTheInboxesLimitAndSwitch() {
        world.agentOnline(1, null);
        world.inbox(true, 1, true);
        world.write();
        world.write();
        world.settle();
        assertThat(world.unassigned()).hasSize(1);

        world.inbox(false, null, true);
        world.settle();
        assertThat(world.unassigned()).hasSize(1);
        assertThat(world.waiting()).isEqualTo(Waiting.NONE);

        world.inbox(true, null, true);
        world.settle();
        assertThat(world.unassigned()).isEmpty();
    }

    @Test
    void givesATeamsConversationsToItsMembersInTheInbox() {
        world.agentOnline(1, null);
        AgentId member = world.agentOnline(2, null);
        world.team(5, true, member);
        ConversationId theirs = world.write(world.now, null, new TeamId(5), false);
        world.team(6, false, member);
        ConversationId byHand = world.write(world.now, null, new TeamId(6), false);

        world.settle();

        assertThat(world.assigneeOf(theirs)).isEqualTo(member);
        assertThat(world.assigneeOf(byHand)).isNull();
    }

    @Test
    void leavesWhoReturnsWithWhoHeldItWhileTheyAreThere() {
        AgentId last = world.agentOnline(1, null);
        world.agentOnline(2, null);
        ConversationId returned = world.write(world.now, last, null, true);

        world.settle();

        assertThat(world.assigneeOf(returned)).isEqualTo(last);
        assertThat(world.done()).isZero();
    }

    @Test
    void givesWhoReturnsToSomebodyElseWhenWhoHeldItIsAway() {
        AgentId last = world.agent(1, null, 1);
        ConversationId returned = world.write(world.now, last, null, true);
        world.settle();
        assertThat(world.assigneeOf(returned)).isEqualTo(last);

        AgentId other = world.agentOnline(2, null);
        world.settle();

        assertThat(world.assigneeOf(returned)).isEqualTo(other);
        assertThat(world.seats()).allSatisfy(seat -> assertThat(seat.open()).isEqualTo(world.openOf(seat.agent)));
    }

    @Test
    void offersWhoReturnsToEverybodyWhereTheInboxSaysSo() {
        AgentId last = world.agentOnline(2, null);
        AgentId other = world.agentOnline(1, null);
        world.inbox(true, null, false);
        ConversationId returned = world.write(world.now, last, null, true);

        world.settle();

        assertThat(world.assigneeOf(returned)).isEqualTo(other);
    }

    @Test
    void decidesAgainAtOnceWhatWasRefusedAndLetsRestWhatIsRefusedTwice() {
        AgentId agent = world.agentOnline(1, null);
        world.write();
        refuse(world.decide().getFirst());
        assertThat(world.refused()).isEqualTo(1);

        List<Decision> again = world.decide();
        assertThat(again).extracting(Decision::agent).containsExactly(agent);
        refuse(again.getFirst());
        assertThat(world.decide()).isEmpty();
        assertThat(world.waiting().number()).isEqualTo(1);

        world.now = world.now.plus(World.PROPERTIES.retryAfter());
        assertThat(world.decide()).extracting(Decision::agent).containsExactly(agent);
    }

    private void refuse(Decision decision) {
        OfConversation told = decision.conversation();
        world.tell(new OfConversation(
                told.accountId(),
                told.inboxId(),
                told.conversationId(),
                told.address(),
                null,
                null,
                told.waitingSince(),
                false,
                decision.id()));
    }

    @Test
    void decidesAgainWhatNobodyAnswers() {
        world.agentOnline(1, null);
        world.write();
        Decision lost = world.decide().getFirst();
        assertThat(world.decide()).isEmpty();

        world.now = world.now.plus(World.PROPERTIES.answerWithin()).plus(Duration.ofSeconds(1));

        List<Decision> again = world.decide();
        assertThat(again).hasSize(1);
        assertThat(again.getFirst().id()).isNotEqualTo(lost.id());
    }

    @Test
    void countsWhatIsUnderWayAsHeld() {
        world.agentOnline(1, 1);
        world.write();
        world.write();

        assertThat(world.decide()).hasSize(1);
        assertThat(world.decide()).isEmpty();
    }

    @Test
    void believesThePersonWhoWasQuicker() {
        AgentId chosen = world.agentOnline(1, null);
        ConversationId conversation = world.write();
        Decision decision = world.decide().getFirst();
        AgentId quicker = world.agent(2, null, 1);
        world.assign(conversation, quicker);

        world.apply(decision);

        assertThat(world.assigneeOf(conversation)).isEqualTo(quicker);
        assertThat(world.decide()).isEmpty();
        assertThat(world.openOf(chosen)).isZero();
        assertThat(world.seats()).allSatisfy(seat -> assertThat(seat.open()).isEqualTo(world.openOf(seat.agent)));
    }

    @Test
    void beginsWithTheOthersWhoComesWhateverTheIdleWereGiven() {
        world.tell(new OfAgent(World.ACCOUNT, new AgentId(9), true, false, null, 1)); // there, and a member of nothing
        AgentId early = world.agentOnline(1, null);
        writeAndSettle(20);
        AgentId late = world.agentOnline(2, null);

        writeAndSettle(20);

        assertThat(world.given(late)).isEqualTo(10);
        assertThat(world.given(early)).isEqualTo(30);
    }

    @Test
    void beginsWithTheOthersWhoBecomesAMember() {
        AgentId early = world.agentOnline(1, null);
        AgentId elsewhere = new AgentId(2);
        world.tell(new OfAgent(World.ACCOUNT, elsewhere, true, false, null, 1));
        writeAndSettle(20);
        world.tell(new InboxMember(World.ACCOUNT, World.INBOX, elsewhere));

        writeAndSettle(20);

        assertThat(world.given(elsewhere)).isEqualTo(10);
        assertThat(world.given(early)).isEqualTo(30);
    }

    @Test
    void beginsWithTheOthersWhoseLimitIsRaised() {
        AgentId unlimited = world.agentOnline(1, null);
        AgentId full = world.agentOnline(2, 1);
        writeAndSettle(21);
        assertThat(world.given(full)).isEqualTo(1);
        world.limit(full, null);

        writeAndSettle(20);

        assertThat(world.given(full)).isEqualTo(11);
        assertThat(world.given(unlimited)).isEqualTo(30);
    }

    @Test
    void doesNotChargeWhatSomebodyElseTook() {
        AgentId chosen = world.agentOnline(1, null);
        AgentId colleague = world.agentOnline(2, null);
        AgentId person = world.agent(3, null, 1);
        ConversationId first = world.write();
        ConversationId second = world.write();
        ConversationId third = world.write();
        assertThat(world.decide()).extracting(Decision::agent).containsExactly(chosen, colleague, chosen);
        world.assign(first, person);
        world.assign(third, person);
        world.settle();
        assertThat(world.assigneeOf(second)).isEqualTo(colleague);

        writeAndSettle(1);

        assertThat(world.given(chosen)).isEqualTo(1);
    }

    private void writeAndSettle(int conversations) {
        for (int written = 0; written < conversations; written++) {
            world.write();
            world.settle();
        }
    }

    @Test
    void putsThoseWhoDoNotWaitLast() {
        ConversationId answered = world.write(null, null, null, false);
        ConversationId waits = world.write();
        world.agentOnline(1, 1);

        world.settle();

        assertThat(world.assigneeOf(waits)).isNotNull();
        assertThat(world.assigneeOf(answered)).isNull();
    }
}
