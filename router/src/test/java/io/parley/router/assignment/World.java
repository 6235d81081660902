package io.parley.router.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.assignment.AssignmentFact;
import io.parley.contract.assignment.AssignmentFact.InboxMember;
import io.parley.contract.assignment.AssignmentFact.OfAgent;
import io.parley.contract.assignment.AssignmentFact.OfConversation;
import io.parley.contract.assignment.AssignmentFact.OfInbox;
import io.parley.contract.assignment.AssignmentFact.OfTeam;
import io.parley.contract.assignment.AssignmentFact.Presence;
import io.parley.contract.assignment.AssignmentFact.TeamMember;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is true, in memory: it does what is decided under the conditions under which the store does, and tells the desks
 * everything that changes.
 */
final class World {

    static final AssignmentProperties PROPERTIES = new AssignmentProperties(
            true, Duration.ofMinutes(30), Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofSeconds(20));
    static final AccountId ACCOUNT = new AccountId(1);
    static final InboxId INBOX = new InboxId(7);

    private final Map<String, AssignmentFact> truth = new LinkedHashMap<>();
    private final Deque<Decision> underWay = new ArrayDeque<>();
    private final Set<ConversationId> everAssigned = new HashSet<>();
    private final Map<AgentId, Integer> given = new LinkedHashMap<>();
    private final Map<AgentId, Integer> open = new LinkedHashMap<>();
    private Desks desks = newDesks();
    private int done;
    private int refused;
    private int lastConversation;
    Instant now = Instant.parse("2026-01-05T09:00:00Z");

    private Desks newDesks() {
        return new Desks(PROPERTIES, assigned -> {
            if (assigned) {
                done++;
            } else {
                refused++;
            }
        });
    }

    static World withInbox() {
        World world = new World();
        world.inbox(true, null, true);
        return world;
    }

    void tell(AssignmentFact fact) {
        count(truth.put(fact.key(), fact), -1);
        count(fact, 1);
        desks.learn(fact.key(), fact, now);
    }

    void tellNoMore(String key) {
        count(truth.remove(key), -1);
        desks.learn(key, null, now);
    }

    void inbox(boolean assigns, @Nullable Integer limit, boolean returns) {
        tell(new OfInbox(ACCOUNT, INBOX, assigns, limit, returns));
    }

    AgentId agent(int id, @Nullable Integer limit, int weight) {
        AgentId agent = new AgentId(id);
        tell(new OfAgent(ACCOUNT, agent, true, true, limit, weight));
        tell(new InboxMember(ACCOUNT, INBOX, agent));
        return agent;
    }

    AgentId agentOnline(int id, @Nullable Integer limit) {
        AgentId agent = agent(id, limit, 1);
        come(agent);
        return agent;
    }

    void says(AgentId agent, boolean online) {
        OfAgent before = agentFact(agent);
        tell(new OfAgent(ACCOUNT, agent, online, before.autoOffline(), before.limit(), before.weight()));
    }

    void limit(AgentId agent, @Nullable Integer limit) {
        OfAgent before = agentFact(agent);
        tell(new OfAgent(ACCOUNT, agent, before.online(), before.autoOffline(), limit, before.weight()));
    }

    void come(AgentId agent) {
        tell(new Presence(ACCOUNT, agent, now));
    }

    void go(AgentId agent) {
        tellNoMore(Presence.keyOf(ACCOUNT, agent));
    }

    void team(int id, boolean assigns, AgentId... members) {
        tell(new OfTeam(ACCOUNT, new TeamId(id), assigns));
        for (AgentId member : members) {
            tell(new TeamMember(ACCOUNT, new TeamId(id), member));
        }
    }

    /** Somebody writes, a second later than whoever wrote before. */
    ConversationId write() {
        now = now.plusSeconds(1);
        return write(now, null, null, false);
    }

    ConversationId write(@Nullable Instant since, @Nullable AgentId assignee, @Nullable TeamId team, boolean returned) {
        ConversationId id = new ConversationId(++lastConversation);
        tell(new OfConversation(ACCOUNT, INBOX, id, "a" + id, assignee, team, since, returned, null));
        return id;
    }

    void resolve(ConversationId conversation) {
        tellNoMore("conversation:" + conversation);
    }

    void assign(ConversationId conversation, @Nullable AgentId agent) {
        OfConversation before = conversation(conversation);
        tell(with(before, agent, false, null));
    }

    /** Another node's turn: it knows nothing but what is true, and nothing of what is under way. */
    void restart() {
        desks = newDesks();
        truth.forEach((key, fact) -> desks.learn(key, fact, now));
    }

    /** What the desks decide goes on its way. */
    List<Decision> decide() {
        List<Decision> decisions = desks.decide(now);
        underWay.addAll(decisions);
        return decisions;
    }

    /** The oldest decision under way is done or refused. */
    void arriveOne() {
        Decision decision = underWay.poll();
        if (decision != null) {
            apply(decision);
        }
    }

    /** A decision that may have come before. */
    void apply(Decision decision) {
        OfConversation before =
                (OfConversation) truth.get(decision.conversation().key());
        if (before == null) {
            return;
        }
        boolean holds =
                Objects.equals(before.assigneeId(), decision.conversation().assigneeId())
                        && (before.assigneeId() == null || before.returned())
                        && agentFact(decision.agent()).online()
                        && hasRoom(decision.agent());
        if (holds) {
            assertThat(everAssigned.add(before.conversationId()) || before.returned())
                    .as("assigned once")
                    .isTrue();
            given.merge(decision.agent(), 1, Integer::sum);
            tell(with(before, decision.agent(), false, null));
        } else {
            tell(with(before, before.assigneeId(), before.returned(), decision.id()));
        }
    }

    /** Until nothing is decided any more. */
    void settle() {
        do {
            while (!underWay.isEmpty()) {
                arriveOne();
            }
        } while (!decide().isEmpty());
    }

    boolean hasRoom(AgentId agent) {
        Integer limit = limitOf(agent);
        Integer inboxLimit = ((OfInbox) Objects.requireNonNull(truth.get("inbox:" + INBOX))).limit();
        int open = openOf(agent);
        return (limit == null || open < limit) && (inboxLimit == null || open < inboxLimit);
    }

    @Nullable
    Integer limitOf(AgentId agent) {
        return agentFact(agent).limit();
    }

    boolean isThere(AgentId agent) {
        return agentFact(agent).online()
                && agentFact(agent).weight() > 0
                && truth.get(Presence.keyOf(ACCOUNT, agent)) instanceof Presence presence
                && presence.at().plus(PROPERTIES.presenceAge()).isAfter(now);
    }

    int openOf(AgentId agent) {
        return open.getOrDefault(agent, 0);
    }

    private void count(@Nullable AssignmentFact fact, int by) {
        if (fact instanceof OfConversation conversation && conversation.assigneeId() != null) {
            open.merge(conversation.assigneeId(), by, Integer::sum);
        }
    }

    int given(AgentId agent) {
        return given.getOrDefault(agent, 0);
    }

    @Nullable
    AgentId assigneeOf(ConversationId conversation) {
        return conversation(conversation).assigneeId();
    }

    List<OfConversation> conversations() {
        return facts(OfConversation.class);
    }

    List<OfConversation> unassigned() {
        return conversations().stream().filter(it -> it.assigneeId() == null).toList();
    }

    List<AgentId> agents() {
        return facts(OfAgent.class).stream().map(OfAgent::agentId).toList();
    }

    Waiting waiting() {
        return desks.waiting();
    }

    int done() {
        return done;
    }

    int refused() {
        return refused;
    }

    /** What the desks believe agents hold, beside what is decided and under way. */
    Collection<Seat> seats() {
        return desks.desk(ACCOUNT).seats();
    }

    private <T> List<T> facts(Class<T> kind) {
        List<T> found = new ArrayList<>();
        truth.values().stream().filter(kind::isInstance).map(kind::cast).forEach(found::add);
        return found;
    }

    private OfConversation conversation(ConversationId id) {
        return (OfConversation) Objects.requireNonNull(truth.get("conversation:" + id));
    }

    private OfAgent agentFact(AgentId agent) {
        return (OfAgent) Objects.requireNonNull(truth.get("agent:" + ACCOUNT + ":" + agent));
    }

    private static OfConversation with(
            OfConversation before, @Nullable AgentId assignee, boolean returned, @Nullable String answers) {
        return new OfConversation(
                before.accountId(),
                before.inboxId(),
                before.conversationId(),
                before.address(),
                assignee,
                before.teamId(),
                before.waitingSince(),
                returned,
                answers);
    }
}
