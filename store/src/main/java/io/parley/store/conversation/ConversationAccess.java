package io.parley.store.conversation;

import io.parley.store.Columns;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets a viewer through to a conversation, or says why not. */
@Component
public class ConversationAccess {

    private static final String BY_DISPLAY_ID = """
            SELECT c.id, c.account_id, c.display_id, c.inbox_id, i.channel, i.deleted_at IS NOT NULL AS inbox_deleted,
                   c.contact_id, ct.blocked AS contact_blocked, c.status, c.snoozed_until, c.assignee_id, c.team_id,
                   c.priority::int AS priority, c.unread_count,
                   CASE i.channel WHEN 'email' THEN coalesce(ci.reply_to, ct.email, ci.source_id)
                                  WHEN 'webchat' THEN ci.source_id
                                  ELSE coalesce(ci.reply_to, ltrim(ct.phone, '+'), ci.source_id) END AS address,
                   :viewer::int AS viewer_id,
                   coalesce((SELECT coalesce(a.display_name, a.name) FROM agents AS a WHERE a.id = :viewer), ct.name) AS viewer_name,
                   c.inbox_id""" + Visibility.IS_VISIBLE + """
             AS visible
              FROM conversations AS c
              JOIN inboxes AS i ON i.id = c.inbox_id
              JOIN contacts AS ct ON ct.id = c.contact_id
              JOIN contact_inboxes AS ci ON ci.id = c.contact_inbox_id
             WHERE c.account_id = :account AND c.display_id = :displayId
            """;

    private static final String LOCKED = BY_DISPLAY_ID + " FOR NO KEY UPDATE OF c";

    private final DatabaseClient database;

    ConversationAccess(DatabaseClient database) {
        this.database = database;
    }

    /**
     * @throws StoreFailure.NotFound when the account has no such conversation
     * @throws StoreFailure.NotAllowed when the viewer does not belong to its inbox
     */
    public Mono<ConversationState> require(Viewer viewer, int displayId) {
        return found(BY_DISPLAY_ID, viewer, displayId);
    }

    /** As {@link #require}; nobody else changes the conversation until the caller's transaction ends. */
    public Mono<ConversationState> lock(Viewer viewer, int displayId) {
        return found(LOCKED, viewer, displayId);
    }

    private Mono<ConversationState> found(String sql, Viewer viewer, int displayId) {
        return Visibility.bind(database.sql(sql), viewer)
                .bind("displayId", displayId)
                .map(row -> new Found(ConversationState.of(new Columns(row)), new Columns(row).flag("visible")))
                .one()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Conversation")))
                .map(Found::stateIfVisible);
    }

    private record Found(ConversationState state, boolean visible) {
        ConversationState stateIfVisible() {
            if (!visible) {
                throw new StoreFailure.NotAllowed();
            }
            return state;
        }
    }
}
