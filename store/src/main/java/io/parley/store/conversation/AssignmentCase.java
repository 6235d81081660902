package io.parley.store.conversation;

import io.parley.contract.command.Command.Assign;
import io.parley.store.Columns;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds while commands are judged, and what each that is followed makes of it for those behind it. */
final class AssignmentCase {

    private final Map<Desk, Agent> agents = new HashMap<>();
    private final Map<Integer, Conversation> conversations = new HashMap<>();
    private final Map<Place, Held> held = new HashMap<>();
    private final Map<Desk, Integer> givenTo = new HashMap<>();
    private final Map<Place, Integer> givenAt = new HashMap<>();

    AssignmentCase(List<Agent> agents, List<Conversation> conversations, List<Held> held) {
        agents.forEach(it -> this.agents.put(it.desk(), it));
        conversations.forEach(it -> this.conversations.put(it.id(), it));
        held.forEach(it -> this.held.put(it.place(), it));
    }

    /** Whether the command is followed; when it is, the case knows. */
    Verdict judge(Assign command) {
        Conversation conversation = conversations.get(command.conversationId().value());
        if (conversation == null
                || conversation.inbox() != command.inboxId().value()
                || conversation.account() != command.accountId().value()) {
            return Verdict.UNKNOWN;
        }
        Verdict verdict = judge(command, conversation);
        if (verdict == Verdict.GIVEN || verdict == Verdict.KEPT) {
            conversations.put(
                    conversation.id(), conversation.heldBy(command.agentId().value()));
        }
        if (verdict == Verdict.GIVEN) {
            Place place = Place.of(command);
            givenTo.merge(place.desk(), 1, Integer::sum);
            givenAt.merge(place, 1, Integer::sum);
        }
        return verdict;
    }

    private Verdict judge(Assign command, Conversation conversation) {
        Integer expected = command.expectedAssignee() == null
                ? null
                : command.expectedAssignee().value();
        Integer team =
                command.expectedTeam() == null ? null : command.expectedTeam().value();
        Place place = Place.of(command);
        Agent agent = agents.get(place.desk());
        if (!conversation.open()) {
            return Verdict.NOT_OPEN;
        }
        if (!Objects.equals(conversation.assignee(), expected) || expected != null && !conversation.returned()) {
            return Verdict.TAKEN;
        }
        if (!Objects.equals(conversation.team(), team)) {
            return Verdict.MOVED;
        }
        if (!conversation.assigns()) {
            return Verdict.SWITCHED_OFF;
        }
        Held now = held.get(place);
        if (agent == null || !agent.available() || now == null || !now.answers(conversation)) {
            return Verdict.UNAVAILABLE;
        }
        if (Objects.equals(conversation.assignee(), place.agent())) {
            return Verdict.KEPT;
        }
        boolean full = isFull(agent.limit(), now.open() + givenTo.getOrDefault(place.desk(), 0))
                || isFull(conversation.limit(), now.openHere() + givenAt.getOrDefault(place, 0));
        return full ? Verdict.FULL : Verdict.GIVEN;
    }

    private static boolean isFull(@Nullable Integer limit, int number) {
        return limit != null && number >= limit;
    }

    String nameOf(Assign command) {
        return Objects.requireNonNull(agents.get(Place.of(command).desk())).name();
    }

    /** What becomes of a command. */
    enum Verdict {
        /** It is followed. */
        GIVEN,
        /** It is followed, and who held the conversation holds it still. */
        KEPT,
        UNKNOWN,
        NOT_OPEN,
        /** Somebody else holds it, or who held it has answered. */
        TAKEN,
        /** To another team. */
        MOVED,
        SWITCHED_OFF,
        UNAVAILABLE,
        FULL
    }

    /** An agent of an account. */
    record Desk(int account, int agent) {}

    /** An agent in an inbox; in the order rows are locked. */
    record Place(int account, int agent, int inbox) implements Comparable<Place> {

        static Place of(Assign command) {
            return new Place(
                    command.accountId().value(),
                    command.agentId().value(),
                    command.inboxId().value());
        }

        Desk desk() {
            return new Desk(account, agent);
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparingInt(Place::account)
                    .thenComparingInt(Place::agent)
                    .thenComparingInt(Place::inbox)
                    .compare(this, other);
        }
    }

    /** @param available said to be online, and given something at all */
    record Agent(
            Desk desk,
            String name,
            boolean available,
            @Nullable Integer limit) {
        static Agent of(Columns columns) {
            return new Agent(
                    new Desk(columns.number("account_id"), columns.number("agent_id")),
                    columns.text("name"),
                    columns.flag("available"),
                    columns.numberOrNull("assignment_limit"));
        }
    }

    /**
     * @param assigns whether its inbox, and its team where it has one, give conversations to agents by themselves
     * @param limit how many an agent may hold of its inbox
     */
    record Conversation(
            int id,
            int account,
            int inbox,
            boolean open,
            @Nullable Integer assignee,
            @Nullable Integer team,
            boolean returned,
            boolean assigns,
            @Nullable Integer limit) {

        static Conversation of(Columns columns) {
            return new Conversation(
                    columns.number("id"),
                    columns.number("account_id"),
                    columns.number("inbox_id"),
                    columns.text("status").equals("open"),
                    columns.numberOrNull("assignee_id"),
                    columns.numberOrNull("team_id"),
                    columns.flag("returned"),
                    columns.flag("assigns"),
                    columns.numberOrNull("assignment_limit"));
        }

        Conversation heldBy(int agent) {
            return new Conversation(id, account, inbox, open, agent, team, false, assigns, limit);
        }
    }

    /**
     * @param member of the inbox
     * @param teams of which they are a member
     * @param open how many open conversations the agent holds in the account
     * @param openHere how many of them in the inbox
     */
    record Held(Place place, boolean member, Set<Integer> teams, int open, int openHere) {

        boolean answers(Conversation conversation) {
            return member && (conversation.team() == null || teams.contains(conversation.team()));
        }

        static Held of(Columns columns) {
            return new Held(
                    new Place(columns.number("account_id"), columns.number("agent_id"), columns.number("inbox_id")),
                    columns.flag("member"),
                    Set.copyOf(columns.numbers("teams")),
                    columns.number("open"),
                    columns.number("open_here"));
        }
    }
}
