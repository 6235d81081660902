package io.parley.store.notification;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.notification.NotificationKind;
import io.parley.contract.notification.NotificationView;
import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What an agent should know: each agent has their own. Those of conversations they see no more are left out. */
public interface Notifications {

    /** Newest first. */
    Mono<List<Notified>> list(Viewer viewer, Query query);

    /** Both counted to 1,000. */
    Mono<Counts> counts(Viewer viewer);

    Mono<Notified> markRead(Viewer viewer, int id);

    Mono<Notified> markUnread(Viewer viewer, int id);

    /** @param until absent: shown again at once */
    Mono<Notified> snooze(Viewer viewer, int id, @Nullable Instant until);

    Mono<Void> delete(Viewer viewer, int id);

    /** @param displayId only those of this conversation; absent: all */
    Mono<Void> markAllRead(Viewer viewer, @Nullable Integer displayId);

    /** @param readOnly false: also those nobody read */
    Mono<Void> deleteAll(Viewer viewer, boolean readOnly);

    Mono<Settings> settings(Viewer viewer);

    Mono<Settings> saveSettings(Viewer viewer, Settings settings);

    /**
     * @param withRead also those that were read
     * @param withSnoozed also those that are hidden now
     * @param before only those below this id; absent: from the newest on
     */
    record Query(
            boolean withRead, boolean withSnoozed, @Nullable Integer before, int skip, int limit) {}

    record Counts(long unread, long all) {}

    record Notified(NotificationView notification, ConversationView conversation) {}

    /**
     * @param email kept for when mail is sent
     * @param push in the console and the browser
     */
    record Settings(Set<NotificationKind> email, Set<NotificationKind> push) {
        public Settings {
            email = Set.copyOf(email);
            push = Set.copyOf(push);
        }
    }
}
