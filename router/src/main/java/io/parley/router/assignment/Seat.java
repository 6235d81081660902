package io.parley.router.assignment;

import io.parley.contract.assignment.AssignmentFact.OfAgent;
import io.parley.contract.assignment.AssignmentFact.OfInbox;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An agent in one account: whether they are there, what they hold, and how much they were given so far. */
final class Seat {

    /**
     * The next is who would have been given least for their weight, half of the next counted in: counting all of it
     * would favour the heavy, none of it the light. Of equals it is who holds least, then who was given none for
     * longest.
     */
    static final Comparator<Seat> NEXT = Comparator.comparingLong(Seat::servedHalfway)
            .thenComparingDouble(seat -> seat.open / (double) seat.weight())
            .thenComparingLong(seat -> seat.lastTurn)
            .thenComparingInt(seat -> seat.agent.value());

    /** What one conversation weighs; whole numbers, so that equal shares stay equal. */
    private static final long CONVERSATION = 1L << 32;

    final AgentId agent;
    final Set<InboxId> inboxes = new HashSet<>();
    final Set<TeamId> teams = new HashSet<>();

    @Nullable
    OfAgent says;

    @Nullable
    Instant seen;

    private final Map<InboxId, Integer> openIn = new HashMap<>();
    private int open;
    private long served;
    private long lastTurn;
    private boolean atWork;

    Seat(AgentId agent) {
        this.agent = agent;
    }

    boolean isAtWork() {
        return atWork;
    }

    int open() {
        return open;
    }

    /** Finds out whether they are there now. */
    void lookUp(Instant now, Duration presenceAge) {
        atWork = says != null
                && says.online()
                && says.weight() > 0
                && (!says.autoOffline()
                        || seen != null && seen.plus(presenceAge).isAfter(now));
    }

    /** Who comes to share in something has no claim to what others were given of it before. */
    void startAtLeast(long halfway) {
        served = Math.max(served, halfway - share() / 2);
    }

    boolean hasRoom(OfInbox inbox) {
        return isBelow(says == null ? null : says.limit(), open)
                && isBelow(inbox.limit(), openIn.getOrDefault(inbox.inboxId(), 0));
    }

    /** Whether what they hold, all of it, is within the limits. */
    boolean isWithin(OfInbox inbox) {
        return isBelow(says == null ? null : says.limit(), open - 1)
                && isBelow(inbox.limit(), openIn.getOrDefault(inbox.inboxId(), 0) - 1);
    }

    private static boolean isBelow(@Nullable Integer limit, int number) {
        return limit == null || number < limit;
    }

    void take(InboxId inbox) {
        open++;
        openIn.merge(inbox, 1, Integer::sum);
    }

    void giveBack(InboxId inbox) {
        open--;
        openIn.computeIfPresent(inbox, (id, number) -> number == 1 ? null : number - 1);
    }

    void serve(long turn) {
        served += share();
        lastTurn = turn;
    }

    /** It was not given to them after all. */
    void unserve() {
        served -= share();
    }

    /** What is served, with half of the next. */
    long servedHalfway() {
        return served + share() / 2;
    }

    private long share() {
        return CONVERSATION / weight();
    }

    private int weight() {
        return says == null ? 1 : Math.max(1, says.weight());
    }
}
