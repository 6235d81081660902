package io.parley.store.conversation;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.Priority;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a conversation's history says about actions on it, in plain words. */
final class HistoryLines {

    private HistoryLines() {}

    static String status(ConversationStatus before, ConversationStatus now, String who) {
        return switch (now) {
            case OPEN ->
                "Conversation was %s by %s"
                        .formatted(before == ConversationStatus.RESOLVED ? "reopened" : "opened", who);
            case PENDING -> "Conversation was marked pending by " + who;
            case SNOOZED -> "Conversation was snoozed by " + who;
            case RESOLVED -> "Conversation was marked resolved by " + who;
        };
    }

    static String muted(boolean muted, String who) {
        return "%s %s the conversation".formatted(who, muted ? "muted" : "unmuted");
    }

    /** @param assignee absent: nobody */
    static String assignee(@Nullable String assignee, boolean self, String who) {
        if (assignee == null) {
            return "Conversation was unassigned by " + who;
        }
        return self ? who + " took the conversation" : "Assigned to %s by %s".formatted(assignee, who);
    }

    /** @param team absent: none */
    static String team(@Nullable String team, String who) {
        return team == null ? "Taken from its team by " + who : "Assigned to team %s by %s".formatted(team, who);
    }

    static String priority(@Nullable Priority priority, String who) {
        return priority == null
                ? who + " removed the priority"
                : "%s set the priority to %s".formatted(who, priority.wireName());
    }

    static List<String> labels(List<String> before, List<String> now, String who) {
        List<String> lines = new ArrayList<>();
        addLabels(lines, who + " added ", now, before);
        addLabels(lines, who + " removed ", before, now);
        return lines;
    }

    private static void addLabels(List<String> lines, String words, List<String> of, List<String> without) {
        List<String> labels = of.stream().filter(it -> !without.contains(it)).toList();
        if (!labels.isEmpty()) {
            lines.add(words + String.join(", ", labels));
        }
    }
}
