package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.instants;
import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.Inbound;
import io.parley.store.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps what providers say of inboxes' connections. */
@Component
class UpdateConnections {

    /** Older news than what is known changes nothing. A QR code lives as long as the connection is being made. */
    private static final String UPDATE = """
            UPDATE inboxes AS i
               SET connection = n.state,
                   qr_code = CASE WHEN n.state = 'connecting' THEN coalesce(n.qr_code, i.qr_code) END,
                   pairing_code = CASE WHEN n.state = 'connecting' THEN coalesce(n.pairing_code, i.pairing_code) END,
                   address = coalesce(n.address, i.address), connection_reason = n.reason,
                   connection_changed_at = n.changed_at, updated_at = now()
              FROM unnest(:ids::int[], :states::text[], :qrCodes::text[], :pairingCodes::text[], :addresses::text[],
                          :reasons::text[], :times::timestamptz[])
                   AS n (id, state, qr_code, pairing_code, address, reason, changed_at)
             WHERE i.id = n.id AND i.deleted_at IS NULL
               AND (i.connection_changed_at IS NULL OR i.connection_changed_at < n.changed_at)
               AND ((i.connection, i.connection_reason) IS DISTINCT FROM (n.state, n.reason)
                    OR n.qr_code IS NOT NULL OR n.pairing_code IS NOT NULL
                    OR coalesce(n.address, i.address) IS DISTINCT FROM i.address)
            RETURNING i.id
            """;

    private final DatabaseClient database;

    UpdateConnections(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> update(InboundBatch batch) {
        List<Inbound.Connection> connections = batch.connections();
        if (connections.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(UPDATE)
                .bind("ids", numbers(connections, it -> it.inboxId().value()))
                .bind("states", texts(connections, it -> it.state().wireName()))
                .bind("qrCodes", texts(connections, Inbound.Connection::qrCode))
                .bind("pairingCodes", texts(connections, Inbound.Connection::pairingCode))
                .bind("addresses", texts(connections, Inbound.Connection::address))
                .bind("reasons", texts(connections, Inbound.Connection::reason))
                .bind("times", instants(connections, Inbound.Connection::receivedAt))
                .map(row -> new InboxId(new Columns(row).number("id")))
                .all()
                .doOnNext(batch.changedInboxes::add)
                .then();
    }
}
