package io.parley.router.assignment;

import io.parley.contract.assignment.AssignmentFact;
import io.parley.contract.assignment.AssignmentFact.InboxMember;
import io.parley.contract.assignment.AssignmentFact.OfAgent;
import io.parley.contract.assignment.AssignmentFact.OfConversation;
import io.parley.contract.assignment.AssignmentFact.OfInbox;
import io.parley.contract.assignment.AssignmentFact.OfTeam;
import io.parley.contract.assignment.AssignmentFact.Presence;
import io.parley.contract.assignment.AssignmentFact.TeamMember;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One account's agents and the conversations that look for one. Knows only what it is told: what it decides counts as
 * done until the store says what became of it. For one thread.
 */
final class Desk {

    /** Who does not wait comes last. */
    private static final Comparator<OfConversation> LONGEST_WAITING_FIRST = Comparator.comparing(
                    OfConversation::waitingSince, Comparator.nullsLast(Comparator.<Instant>naturalOrder()))
            .thenComparingInt(it -> it.conversationId().value());

    private final AssignmentProperties properties;
    private final Outcomes outcomes;
    private final Map<AgentId, Seat> seats = new HashMap<>();
    private final Map<InboxId, OfInbox> inboxes = new HashMap<>();
    private final Map<TeamId, OfTeam> teams = new HashMap<>();
    private final TreeSet<OfConversation> queue = new TreeSet<>(LONGEST_WAITING_FIRST);
    private final Map<ConversationId, Decision> undecided = new HashMap<>();
    private final Map<ConversationId, Instant> refused = new HashMap<>();
    private final Map<ConversationId, Instant> resting = new HashMap<>();
    private final Map<Pool, Sharing> sharings = new HashMap<>();
    private Waiting waiting = Waiting.NONE;
    private long turns;

    Desk(AssignmentProperties properties, Outcomes outcomes) {
        this.properties = properties;
        this.outcomes = outcomes;
    }

    /** @param before what was true under the same key; absent: nothing was */
    void learn(@Nullable AssignmentFact before, AssignmentFact now, Instant at) {
        switch (now) {
            case OfAgent agent -> seat(agent.agentId()).says = agent;
            case Presence presence -> seat(presence.agentId()).seen = presence.at();
            case OfInbox inbox -> inboxes.put(inbox.inboxId(), inbox);
            case OfTeam team -> teams.put(team.teamId(), team);
            case InboxMember member -> seat(member.agentId()).inboxes.add(member.inboxId());
            case TeamMember member -> seat(member.agentId()).teams.add(member.teamId());
            case OfConversation conversation -> {
                if (before instanceof OfConversation old) {
                    takeOut(old);
                }
                settle(conversation, at);
                takeIn(conversation);
            }
        }
    }

    void forget(AssignmentFact before) {
        switch (before) {
            case OfAgent agent -> seat(agent.agentId()).says = null;
            case Presence presence -> seat(presence.agentId()).seen = null;
            case OfInbox inbox -> inboxes.remove(inbox.inboxId());
            case OfTeam team -> teams.remove(team.teamId());
            case InboxMember member -> seat(member.agentId()).inboxes.remove(member.inboxId());
            case TeamMember member -> seat(member.agentId()).teams.remove(member.teamId());
            case OfConversation conversation -> {
                takeOut(conversation);
                drop(undecided.remove(conversation.conversationId()));
                refused.remove(conversation.conversationId());
                resting.remove(conversation.conversationId());
            }
        }
    }

    /** Gives what waits to who has room, the longest waiting first. */
    List<Decision> decide(Instant now) {
        seats.values().forEach(seat -> seat.lookUp(now, properties.presenceAge()));
        giveUpOn(now);
        List<Decision> decisions = new ArrayList<>();
        Waiting left = Waiting.NONE;
        Map<Pool, List<Seat>> pools = new HashMap<>();
        for (OfConversation conversation : List.copyOf(queue)) {
            OfInbox inbox = inboxOf(conversation);
            if (inbox == null || isKept(conversation, inbox)) {
                continue;
            }
            Seat next = isResting(conversation, now)
                    ? null
                    : next(pools.computeIfAbsent(Pool.of(conversation), pool -> takers(pool, inbox)), inbox);
            if (next == null) {
                left = left.and(conversation);
            } else {
                decisions.add(give(conversation, next, now));
            }
        }
        waiting = left;
        return decisions;
    }

    /** What the last decision left over. */
    Waiting waiting() {
        return waiting;
    }

    Collection<Seat> seats() {
        return seats.values();
    }

    private Decision give(OfConversation conversation, Seat next, Instant now) {
        Decision decision = new Decision(UUID.randomUUID().toString(), conversation, next.agent, now);
        queue.remove(conversation);
        undecided.put(conversation.conversationId(), decision);
        next.take(conversation.inboxId());
        next.serve(++turns);
        sharing(Pool.of(conversation)).served(next);
        return decision;
    }

    /** Absent where nobody is given anything. */
    private @Nullable OfInbox inboxOf(OfConversation conversation) {
        OfInbox inbox = inboxes.get(conversation.inboxId());
        if (inbox == null || !inbox.assigns()) {
            return null;
        }
        TeamId team = conversation.teamId();
        OfTeam known = team == null ? null : teams.get(team);
        return team == null || known != null && known.assigns() ? inbox : null;
    }

    /** Who holds what came back keeps it while they are there. */
    private boolean isKept(OfConversation conversation, OfInbox inbox) {
        AgentId holder = conversation.assigneeId();
        if (holder == null || !inbox.returnsToLastAgent()) {
            return false;
        }
        Seat seat = seat(holder);
        return seat.isAtWork() && seat.inboxes.contains(inbox.inboxId()) && seat.isWithin(inbox);
    }

    private boolean isResting(OfConversation conversation, Instant now) {
        Instant until = resting.get(conversation.conversationId());
        if (until == null || until.isAfter(now)) {
            return until != null;
        }
        resting.remove(conversation.conversationId());
        return false;
    }

    private static @Nullable Seat next(List<Seat> pool, OfInbox inbox) {
        pool.removeIf(seat -> !seat.hasRoom(inbox)); // nobody gets room while this decides
        return pool.stream().min(Seat.NEXT).orElse(null);
    }

    private List<Seat> takers(Pool pool, OfInbox inbox) {
        List<Seat> takers = new ArrayList<>();
        for (Seat seat : seats.values()) {
            if (seat.isAtWork()
                    && seat.inboxes.contains(pool.inbox())
                    && (pool.team() == null || seat.teams.contains(pool.team()))
                    && seat.hasRoom(inbox)) {
                takers.add(seat);
            }
        }
        sharing(pool).among(takers);
        return takers;
    }

    private Sharing sharing(Pool pool) {
        return sharings.computeIfAbsent(pool, it -> new Sharing());
    }

    private void giveUpOn(Instant now) {
        Instant tooOld = now.minus(properties.answerWithin());
        List<Decision> unanswered = undecided.values().stream()
                .filter(decision -> decision.at().isBefore(tooOld))
                .toList();
        for (Decision decision : unanswered) {
            undecided.remove(decision.conversation().conversationId());
            drop(decision);
            queue.add(decision.conversation());
        }
    }

    /** What the news of a conversation says about the decision that is under way. */
    private void settle(OfConversation conversation, Instant at) {
        Decision decision = undecided.get(conversation.conversationId());
        if (decision == null) {
            return;
        }
        boolean isRefused = decision.id().equals(conversation.answers());
        boolean done = decision.agent().equals(conversation.assigneeId()) && !conversation.returned();
        boolean overtaken = !Objects.equals(decision.conversation().assigneeId(), conversation.assigneeId())
                || decision.conversation().returned() != conversation.returned();
        if (isRefused || done || overtaken) {
            undecided.remove(conversation.conversationId());
            if (done) {
                giveBack(decision);
            } else {
                drop(decision);
            }
            outcomes.count(done);
        } else {
            undecided.put(conversation.conversationId(), decision.about(conversation));
        }
        if (isRefused) {
            restIfRefusedAgain(conversation.conversationId(), at);
        }
    }

    /**
     * What was behind a refusal is known before it, so the next decision is a better one; if not, there is no hurry.
     */
    private void restIfRefusedAgain(ConversationId conversation, Instant at) {
        Instant last = refused.put(conversation, at);
        if (last != null && last.plus(properties.retryAfter()).isAfter(at)) {
            resting.put(conversation, at.plus(properties.retryAfter()));
        }
    }

    private void drop(@Nullable Decision decision) {
        if (decision != null) {
            giveBack(decision);
            seat(decision.agent()).unserve();
        }
    }

    private void giveBack(Decision decision) {
        seat(decision.agent()).giveBack(decision.conversation().inboxId());
    }

    private void takeIn(OfConversation conversation) {
        if (conversation.assigneeId() != null) {
            seat(conversation.assigneeId()).take(conversation.inboxId());
        }
        if ((conversation.assigneeId() == null || conversation.returned())
                && !undecided.containsKey(conversation.conversationId())) {
            queue.add(conversation);
        }
    }

    private void takeOut(OfConversation conversation) {
        if (conversation.assigneeId() != null) {
            seat(conversation.assigneeId()).giveBack(conversation.inboxId());
        }
        queue.remove(conversation);
    }

    private Seat seat(AgentId agent) {
        return seats.computeIfAbsent(agent, Seat::new);
    }

    /**
     * How far a pool has come with those who shared in it last. Who was not among them, for being away, full or no
     * member, begins with whoever of them is next.
     */
    private static final class Sharing {
        private Set<Seat> sharers = Set.of();
        private long reached;

        void among(List<Seat> takers) {
            long next = takers.stream()
                    .filter(sharers::contains)
                    .mapToLong(Seat::servedHalfway)
                    .min()
                    .orElse(reached);
            takers.stream().filter(seat -> !sharers.contains(seat)).forEach(seat -> seat.startAtLeast(next));
            sharers = Set.copyOf(takers);
        }

        void served(Seat seat) {
            reached = Math.max(reached, seat.servedHalfway());
        }
    }

    /** Who may be given what: the members of an inbox, or those of a team among them. */
    private record Pool(InboxId inbox, @Nullable TeamId team) {
        static Pool of(OfConversation conversation) {
            return new Pool(conversation.inboxId(), conversation.teamId());
        }
    }
}
