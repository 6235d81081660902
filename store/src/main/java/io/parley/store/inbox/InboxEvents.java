package io.parley.store.inbox;

import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxView;
import io.parley.store.Columns;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Announces inboxes in the caller's transaction: to agents by events, to the hub's other parts by the table they read.
 */
@Component
class InboxEvents {

    private static final String MEMBERS =
            "SELECT agent_id FROM inbox_members WHERE inbox_id = :inbox ORDER BY agent_id";

    private final DatabaseClient database;
    private final InboxViews views;
    private final Outbox outbox;
    private final Clock clock;

    InboxEvents(DatabaseClient database, InboxViews views, Outbox outbox, Clock clock) {
        this.database = database;
        this.views = views;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Settings changed: everyone wants to know. */
    Mono<Void> configured(InboxId id) {
        return Mono.defer(() -> views.configs(List.of(id)))
                .zipWhen(configs -> view(id))
                .flatMap(both -> outbox.append(List.of(
                        OutboxEntry.inbox(Objects.requireNonNull(both.getT1().get(id))), updated(both.getT2()))));
    }

    /** The connection changed, which only agents look at. */
    Mono<Void> connected(InboxId id) {
        return view(id).flatMap(inbox -> outbox.append(List.of(updated(inbox))));
    }

    Mono<Void> deleted(InboxId id) {
        return view(id).flatMap(inbox -> outbox.append(List.of(OutboxEntry.inboxDeleted(id), updated(inbox))));
    }

    Mono<Void> membersChanged(AccountId account, InboxId id) {
        return Mono.defer(() -> database.sql(MEMBERS)
                        .bind("inbox", id.value())
                        .map(row -> new AgentId(new Columns(row).number("agent_id")))
                        .all()
                        .collectList())
                .flatMap(members ->
                        outbox.append(List.of(event(account, id, new EventBody.InboxMembersChanged(id, members)))));
    }

    private Mono<InboxView> view(InboxId id) {
        return Mono.defer(() -> views.load(List.of(id))).map(found -> Objects.requireNonNull(found.get(id)));
    }

    private OutboxEntry updated(InboxView inbox) {
        return event(inbox.accountId(), inbox.id(), new EventBody.InboxUpdated(inbox));
    }

    private OutboxEntry event(AccountId account, InboxId inbox, EventBody body) {
        return OutboxEntry.event(new HubEvent(UUID.randomUUID().toString(), account, inbox, clock.instant(), body));
    }
}
