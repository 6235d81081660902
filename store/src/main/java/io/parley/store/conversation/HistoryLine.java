package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.Priority;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation's history says about an action on it.
 *
 * @param text in plain English words
 * @param activity the same for those who word it themselves: its kind, who acted (absent: automation) and on what, each
 *     called as it was then
 */
record HistoryLine(String text, Map<String, Object> activity) {

    private static final String KIND = "kind";
    private static final String ACTOR = "actor";

    static HistoryLine status(ConversationStatus before, ConversationStatus now, String who) {
        return switch (now) {
            case OPEN ->
                before == ConversationStatus.RESOLVED
                        ? by(who, "reopened", "Conversation was reopened by " + who)
                        : by(who, "opened", "Conversation was opened by " + who);
            case PENDING -> by(who, "pending", "Conversation was marked pending by " + who);
            case SNOOZED -> by(who, "snoozed", "Conversation was snoozed by " + who);
            case RESOLVED -> by(who, "resolved", "Conversation was marked resolved by " + who);
        };
    }

    static HistoryLine muted(boolean muted, String who) {
        String kind = muted ? "muted" : "unmuted";
        return by(who, kind, "%s %s the conversation".formatted(who, kind));
    }

    /** @param assignee absent: nobody */
    static HistoryLine assignee(@Nullable String assignee, boolean self, String who) {
        if (assignee == null) {
            return by(who, "unassigned", "Conversation was unassigned by " + who);
        }
        return self
                ? by(who, "taken", who + " took the conversation")
                : by(who, "assigned", "Assigned to %s by %s".formatted(assignee, who))
                        .with("assignee", assignee);
    }

    static HistoryLine assignedByAutomation(String assignee) {
        return new HistoryLine(
                "Assigned to %s by automation".formatted(assignee), Map.of(KIND, "assigned", "assignee", assignee));
    }

    /** @param team absent: none */
    static HistoryLine team(@Nullable String team, String who) {
        return team == null
                ? by(who, "team_removed", "Taken from its team by " + who)
                : by(who, "team_assigned", "Assigned to team %s by %s".formatted(team, who))
                        .with("team", team);
    }

    static HistoryLine priority(@Nullable Priority priority, String who) {
        return priority == null
                ? by(who, "priority_removed", who + " removed the priority")
                : by(who, "priority_set", "%s set the priority to %s".formatted(who, priority.wireName()))
                        .with("priority", priority.wireName());
    }

    static List<HistoryLine> labels(List<String> before, List<String> now, String who) {
        List<HistoryLine> lines = new ArrayList<>();
        addLabels(lines, "added", now, before, who);
        addLabels(lines, "removed", before, now, who);
        return lines;
    }

    private static void addLabels(
            List<HistoryLine> lines, String verb, List<String> of, List<String> without, String who) {
        List<String> labels = of.stream().filter(it -> !without.contains(it)).toList();
        if (!labels.isEmpty()) {
            lines.add(by(who, "labels_" + verb, "%s %s %s".formatted(who, verb, String.join(", ", labels)))
                    .with("labels", labels));
        }
    }

    private static HistoryLine by(String who, String kind, String text) {
        return new HistoryLine(text, Map.of(KIND, kind, ACTOR, who));
    }

    private HistoryLine with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(activity);
        more.put(key, value);
        return new HistoryLine(text, more);
    }
}
