package io.parley.store;

import io.parley.contract.Channel;
import io.parley.contract.id.InboxId;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets a viewer through to an inbox, or says why not. */
@Component
public class InboxAccess {

    private static final String BY_ID = """
            SELECT i.channel, i.id""" + Visibility.IS_VISIBLE + """
             AS visible
              FROM inboxes AS i
             WHERE i.account_id = :account AND i.id = :id AND i.deleted_at IS NULL
            """;

    private final DatabaseClient database;

    InboxAccess(DatabaseClient database) {
        this.database = database;
    }

    /**
     * The inbox's channel.
     *
     * @throws StoreFailure.NotFound when the account has no such inbox
     * @throws StoreFailure.NotAllowed when the viewer does not belong to it
     */
    public Mono<Channel> require(Viewer viewer, InboxId id) {
        return Visibility.bind(database.sql(BY_ID), viewer)
                .bind("id", id.value())
                .map(row -> new Found(Channel.of(new Columns(row).text("channel")), new Columns(row).flag("visible")))
                .one()
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Inbox")))
                .map(Found::channelIfVisible);
    }

    private record Found(Channel channel, boolean visible) {
        Channel channelIfVisible() {
            if (!visible) {
                throw new StoreFailure.NotAllowed();
            }
            return channel;
        }
    }
}
