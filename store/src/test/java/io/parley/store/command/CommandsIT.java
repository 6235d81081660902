package io.parley.store.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.assignment.AssignmentFact;
import io.parley.contract.assignment.AssignmentFact.OfAgent;
import io.parley.contract.assignment.AssignmentFact.OfConversation;
import io.parley.contract.assignment.AssignmentFact.OfInbox;
import io.parley.contract.command.Command.Assign;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents.AgentChange;
import io.parley.store.agent.Availability;
import io.parley.store.agent.Teams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the router decided, from the topic to rows, events and facts; and what the router is told to decide on. */
class CommandsIT extends ApiIntegration {

    @Autowired
    RecordPublisher publisher;

    InboxId inbox;
    Viewer agent;

    @BeforeEach
    void anInboxWithAnAgent() {
        inbox = anInbox(Channel.API);
        agent = aMemberOf(inbox);
    }

    @Test
    void assignsOnceHoweverOftenTheCommandComes() {
        ConversationView conversation = aConversation(inbox);
        Assign command = assign(conversation, agent.agentId());
        forgetAnnounced();

        send(command, command);
        send(command);

        assertThat(assigneeOf(conversation)).isEqualTo(agent.agentId());
        assertThat(linesOf(conversation)).containsExactly("Assigned to Ana by automation");
        assertThat(rows("SELECT content_attributes #>> '{activity,assignee}' AS assignee FROM messages"
                        + " WHERE content_attributes #>> '{activity,actor}' IS NULL AND conversation_id = "
                        + conversation.id()))
                .containsExactly(Map.of("assignee", "Ana"));
        assertThat(events().stream()
                        .filter(EventBody.ConversationUpdated.class::isInstance)
                        .map(EventBody.ConversationUpdated.class::cast))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.changed()).containsExactly(Change.ASSIGNEE);
                    assertThat(it.conversation().assignee().id()).isEqualTo(agent.agentId());
                });
        List<OfConversation> told = told(OfConversation.class);
        assertThat(told).hasSize(3).extracting(OfConversation::assigneeId).containsOnly(agent.agentId());
        assertThat(told.getFirst().answers()).isNull();
        assertThat(told.getLast().answers()).isEqualTo(command.id());
    }

    @Test
    void givesAConversationToOneOfSeveralWhoAreDecidedOnAtOnce() {
        List<Viewer> others =
                IntStream.range(0, 5).mapToObj(it -> aMemberOf(inbox)).toList();
        ConversationView conversation = aConversation(inbox);
        List<Assign> commands =
                others.stream().map(it -> assign(conversation, it.agentId())).toList();

        sendOnManyPartitions(commands);

        assertThat(linesOf(conversation)).hasSize(1);
        assertThat(others).extracting(Viewer::agentId).contains(assigneeOf(conversation));
    }

    @Test
    void breaksNoLimitThoughCommandsComeOnAllPartitions() {
        await(agents.update(administrator, agent.agentId(), new AgentChange(null, null, null, null, null, 5, null)));
        List<ConversationView> waiting =
                IntStream.range(0, 40).mapToObj(it -> aConversation(inbox)).toList();
        forgetAnnounced();

        sendOnManyPartitions(
                waiting.stream().map(it -> assign(it, agent.agentId())).toList());

        assertThat(one("SELECT count(*) FROM conversations WHERE assignee_id = " + agent.agentId()))
                .isEqualTo(5L);
        assertThat(told(OfConversation.class).stream().filter(it -> it.answers() != null))
                .hasSize(35)
                .allSatisfy(it -> assertThat(it.assigneeId()).isNull());
    }

    @Test
    void keepsToTheInboxesLimit() {
        sql(
                "UPDATE inboxes SET extra_settings = '{\"auto_assignment_config\":{\"max_assignment_limit\":1}}' WHERE id = "
                        + inbox);
        ConversationView first = aConversation(inbox);
        ConversationView second = aConversation(inbox);

        send(assign(first, agent.agentId()), assign(second, agent.agentId()));

        assertThat(assigneeOf(first)).isEqualTo(agent.agentId());
        assertThat(assigneeOf(second)).isNull();
    }

    @Test
    void refusesWhatNoLongerHolds() {
        AgentId stranger = anAgent(account, "agent");
        TeamId team = await(teams.create(administrator, new Teams.TeamChange("second line", null, null)))
                .team()
                .id();
        Viewer busy = aMemberOf(inbox);
        await(agents.update(administrator, busy.agentId(), says(Availability.BUSY)));
        ConversationView taken = aConversation(inbox);
        await(conversations.assign(administrator, taken.displayId(), administrator.agentId()));
        ConversationView resolved = aConversation(inbox);
        await(conversations.changeStatus(administrator, resolved.displayId(), ConversationStatus.RESOLVED, null));
        ConversationView moved = aConversation(inbox);
        await(conversations.assignTeam(administrator, moved.displayId(), team));
        ConversationView forBusy = aConversation(inbox);
        ConversationView forStranger = aConversation(inbox);
        InboxId otherInbox = anInbox(Channel.API);
        sql("INSERT INTO inbox_members VALUES (%s, %s)".formatted(otherInbox, agent.agentId()));
        ConversationView elsewhere = aConversation(otherInbox);
        sql("UPDATE inboxes SET enable_auto_assignment = false WHERE id = " + otherInbox);
        ConversationView theirs = aConversation(inbox);
        await(conversations.assignTeam(administrator, theirs.displayId(), team));
        TeamId byHand = await(teams.create(administrator, new Teams.TeamChange("third line", null, false)))
                .team()
                .id();
        all(teams.addMembers(administrator, byHand, List.of(agent.agentId())));
        ConversationView forPeople = aConversation(inbox);
        await(conversations.assignTeam(administrator, forPeople.displayId(), byHand));
        forgetAnnounced();

        send(
                assign(taken, agent.agentId()),
                assign(resolved, agent.agentId()),
                assign(moved, agent.agentId()),
                assign(forBusy, busy.agentId()),
                assign(forStranger, stranger),
                assign(elsewhere, agent.agentId()),
                assign(theirs, agent.agentId(), null, team),
                assign(forPeople, agent.agentId(), null, byHand));

        assertThat(events()).isEmpty();
        assertThat(assigneeOf(taken)).isEqualTo(administrator.agentId());
        assertThat(List.of(moved, forBusy, forStranger, elsewhere, theirs, forPeople))
                .allSatisfy(it -> assertThat(assigneeOf(it)).isNull());
        assertThat(told(OfConversation.class))
                .hasSize(7)
                .allSatisfy(it -> assertThat(it.answers()).isNotNull());
    }

    @Test
    void givesATeamsConversationToItsMember() {
        TeamId team = await(teams.create(administrator, new Teams.TeamChange("first line", null, null)))
                .team()
                .id();
        all(teams.addMembers(administrator, team, List.of(agent.agentId())));
        ConversationView conversation = aConversation(inbox);
        await(conversations.assignTeam(administrator, conversation.displayId(), team));

        send(assign(conversation, agent.agentId(), null, team));

        assertThat(assigneeOf(conversation)).isEqualTo(agent.agentId());
    }

    @Test
    void givesNothingToWhoIsLeavingTheInboxAtThatMoment() {
        ConversationView conversation = aConversation(inbox);
        Assign command = assign(conversation, agent.agentId());

        inTheMiddleOf(
                database.sql("DELETE FROM inbox_members WHERE inbox_id = %s AND agent_id = %s"
                                .formatted(inbox, agent.agentId()))
                        .then(),
                () -> publisher.publish(List.of(record(command, "one key"))).block(LIMIT));
        awaitConsumed(topics.commands());

        assertThat(assigneeOf(conversation)).isNull();
    }

    @Test
    void takesWhatReturnedFromWhoHeldItUnlessTheyAnswered() {
        Viewer away = aMemberOf(inbox);
        ConversationView waits = aReturned(away);
        ConversationView answered = aReturned(away);
        sql("UPDATE conversations SET waiting_since = NULL WHERE id = " + answered.id());
        ConversationView given = aReturned(away);
        await(conversations.assign(administrator, given.displayId(), administrator.agentId()));
        await(conversations.assign(administrator, given.displayId(), away.agentId()));

        send(
                assign(waits, agent.agentId(), away.agentId(), null),
                assign(answered, agent.agentId(), away.agentId(), null),
                assign(given, agent.agentId(), away.agentId(), null));

        assertThat(assigneeOf(waits)).isEqualTo(agent.agentId());
        assertThat(assigneeOf(answered)).isEqualTo(away.agentId());
        assertThat(assigneeOf(given)).as("given anew by a person").isEqualTo(away.agentId());
    }

    @Test
    void letsWhoHeldWhatReturnedKeepItWithoutALine() {
        ConversationView returned = aReturned(agent);
        forgetAnnounced();

        send(assign(returned, agent.agentId(), agent.agentId(), null));

        assertThat(events()).isEmpty();
        assertThat(told(OfConversation.class))
                .singleElement()
                .satisfies(it -> assertThat(it.returned()).isFalse());
    }

    @Test
    void tellsWhatTheRouterHasToKnow() {
        forgetAnnounced();

        await(agents.update(administrator, agent.agentId(), says(Availability.BUSY)));
        await(agents.update(administrator, agent.agentId(), new AgentChange(null, null, null, null, null, 3, 2)));
        await(agents.update(administrator, agent.agentId(), new AgentChange(null, null, null, null, null, 0, null)));
        assertThat(told(OfAgent.class))
                .containsExactly(
                        new OfAgent(account, agent.agentId(), false, true, null, 1),
                        new OfAgent(account, agent.agentId(), false, true, 3, 2),
                        new OfAgent(account, agent.agentId(), false, true, null, 2));

        sql("""
                UPDATE inboxes SET enable_auto_assignment = false,
                       extra_settings = '{"auto_assignment_config":{"max_assignment_limit":4,"return_to_last_agent":false}}'
                 WHERE id = %s""".formatted(inbox));
        sql("UPDATE inboxes SET connection = 'open' WHERE id = " + inbox);
        assertThat(told(OfInbox.class)).containsExactly(new OfInbox(account, inbox, false, 4, false));

        TeamId team = await(teams.create(administrator, new Teams.TeamChange("first line", null, null)))
                .team()
                .id();
        all(teams.addMembers(administrator, team, List.of(agent.agentId())));
        await(teams.update(administrator, team, new Teams.TeamChange(null, null, false)));
        assertThat(told(AssignmentFact.class))
                .contains(
                        new AssignmentFact.OfTeam(account, team, true),
                        new AssignmentFact.TeamMember(account, team, agent.agentId()),
                        new AssignmentFact.OfTeam(account, team, false));

        ConversationView conversation = aConversation(inbox);
        anIncomingMessage(conversation, "Oi", "A-" + conversation.id());
        await(conversations.assign(administrator, conversation.displayId(), agent.agentId()));
        anIncomingMessage(conversation, "Oi?", "B-" + conversation.id());
        await(conversations.changeStatus(administrator, conversation.displayId(), ConversationStatus.RESOLVED, null));
        assertThat(told(OfConversation.class))
                .extracting(OfConversation::assigneeId)
                .containsExactly(null, null, agent.agentId());
        assertThat(goneKeys()).containsExactly("conversation:" + conversation.id());
    }

    @Test
    void tellsWhoLeft() {
        forgetAnnounced();

        await(agents.remove(administrator, agent.agentId()).thenReturn(true));

        assertThat(goneKeys())
                .contains(
                        "agent:%s:%s".formatted(account, agent.agentId()),
                        "inbox_member:%s:%s".formatted(inbox, agent.agentId()));
    }

    @Test
    void tellsEverythingOnceMoreForATopicThatIsNew() {
        ConversationView conversation = aConversation(inbox);
        forgetAnnounced();

        sql("SELECT tell_people()");
        sql("SELECT tell_open_conversations(%d)".formatted(conversation.id().value() - 1));

        assertThat(told(AssignmentFact.class))
                .contains(
                        new OfAgent(account, agent.agentId(), true, true, null, 1),
                        new OfInbox(account, inbox, true, null, true),
                        new AssignmentFact.InboxMember(account, inbox, agent.agentId()));
        assertThat(told(OfConversation.class))
                .extracting(OfConversation::conversationId)
                .contains(conversation.id());
        assertThat(one("SELECT count(*) FROM told_topics WHERE name = '%s'".formatted(topics.assignment())))
                .isEqualTo(1L);
    }

    @Test
    void refusesAShareThatCannotBe() {
        for (AgentChange change : List.of(
                new AgentChange(null, null, null, null, null, -1, null),
                new AgentChange(null, null, null, null, null, null, 101))) {
            assertThat(failureOf(agents.update(administrator, agent.agentId(), change)))
                    .isInstanceOf(StoreFailure.Invalid.class);
        }
    }

    private static AgentChange says(Availability availability) {
        return new AgentChange(null, null, availability, null, null);
    }

    /** Resolved while somebody held it, and open again because the contact wrote. */
    private ConversationView aReturned(Viewer holder) {
        ConversationView conversation = aConversation(inbox);
        sql("""
                UPDATE conversations SET assignee_id = %s, waiting_since = now(), returned_at = now()
                 WHERE id = %s""".formatted(holder.agentId(), conversation.id()));
        return conversation;
    }

    private Assign assign(ConversationView conversation, AgentId to) {
        return assign(conversation, to, null, null);
    }

    private Assign assign(
            ConversationView conversation, AgentId to, @Nullable AgentId expected, @Nullable TeamId team) {
        return new Assign(
                UUID.randomUUID().toString(), account, conversation.inboxId(), conversation.id(), to, expected, team);
    }

    private void send(Assign... commands) {
        publish(List.of(commands), "one key");
    }

    private void sendOnManyPartitions(List<Assign> commands) {
        List<OutgoingRecord> records = new ArrayList<>();
        for (int index = 0; index < commands.size(); index++) {
            records.add(record(commands.get(index), "key-" + index));
        }
        publisher.publish(records).block(LIMIT);
        awaitConsumed(topics.commands());
    }

    private void publish(List<Assign> commands, String key) {
        publisher.publish(commands.stream().map(it -> record(it, key)).toList()).block(LIMIT);
        awaitConsumed(topics.commands());
    }

    private OutgoingRecord record(Assign command, String key) {
        return OutgoingRecord.of(topics.commands(), key, command, command.id());
    }

    private @Nullable AgentId assigneeOf(ConversationView conversation) {
        Object id = rows("SELECT assignee_id FROM conversations WHERE id = " + conversation.id())
                .getFirst()
                .get("assignee_id");
        return id == null ? null : new AgentId((Integer) id);
    }

    private List<String> linesOf(ConversationView conversation) {
        return rows("SELECT text FROM messages WHERE direction = 'activity' AND conversation_id = " + conversation.id()
                        + " ORDER BY id")
                .stream()
                .map(it -> it.get("text").toString())
                .toList();
    }

    private <T extends AssignmentFact> List<T> told(Class<T> kind) {
        return announced("topic = 'assignment'", AssignmentFact.class).stream()
                .filter(it -> it.accountId().equals(account))
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private List<String> goneKeys() {
        return rows("""
                        SELECT record_key FROM announced WHERE topic = 'assignment' AND payload IS NULL AND id > %d
                         ORDER BY id""".formatted(announcedBefore())).stream()
                .map(it -> it.get("record_key").toString())
                .toList();
    }
}
