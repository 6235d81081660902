package io.parley.store.inbox;

import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxView;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.store.Columns;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Inboxes as the contract shows them: to agents without secrets, to the hub's other parts with the hash of theirs. */
@Component
public class InboxViews {

    /** What the mappers below read, of a table or join that calls the inbox {@code i}. */
    static final String COLUMNS = """
            i.id, i.account_id, i.channel, i.name, i.identifier, i.enabled, i.webhook_secret_hash,
            i.webhook_secret_sealed, i.channel_settings, i.ignore_groups, i.greeting_enabled, i.greeting_message,
            i.business_hours_enabled, i.away_message, i.time_zone, i.business_hours, i.holidays, i.enable_auto_assignment,
            i.extra_settings, i.connection, i.qr_code, i.pairing_code, i.address, i.connection_reason,
            i.connection_changed_at, i.created_at, i.updated_at, i.deleted_at""";

    private static final String BY_ID = "SELECT " + COLUMNS + " FROM inboxes AS i WHERE i.id = ANY (:ids)";

    private final DatabaseClient database;

    InboxViews(DatabaseClient database) {
        this.database = database;
    }

    /** Deleted ones too; unknown ids are absent from the map. */
    public Mono<Map<InboxId, InboxView>> load(Collection<InboxId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return byId(ids).map(row -> view(new Columns(row))).all().collectMap(InboxView::id);
    }

    /** What ingress, router and outbound are told of them; a deleted one is disabled. */
    public Mono<Map<InboxId, InboxConfig>> configs(Collection<InboxId> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return byId(ids).map(row -> config(new Columns(row))).all().collectMap(InboxConfig::id);
    }

    private DatabaseClient.GenericExecuteSpec byId(Collection<InboxId> ids) {
        return database.sql(BY_ID)
                .bind("ids", ids.stream().map(InboxId::value).distinct().toArray(Integer[]::new));
    }

    static InboxView view(Columns columns) {
        return new InboxView(
                new InboxId(columns.number("id")),
                new AccountId(columns.number("account_id")),
                Channel.of(columns.text("channel")),
                columns.text("name"),
                isEnabled(columns),
                ConnectionState.of(columns.text("connection")),
                columns.textOrNull("qr_code"),
                columns.textOrNull("pairing_code"),
                address(columns),
                columns.textOrNull("connection_reason"),
                columns.instantOrNull("connection_changed_at"));
    }

    static InboxConfig config(Columns columns) {
        return new InboxConfig(
                new InboxId(columns.number("id")),
                new AccountId(columns.number("account_id")),
                Channel.of(columns.text("channel")),
                columns.text("name"),
                isEnabled(columns),
                columns.text("webhook_secret_hash"),
                rules(columns),
                evolution(columns),
                webchat(columns),
                email(columns));
    }

    static InboxRules rules(Columns columns) {
        return new InboxRules(
                columns.flag("ignore_groups"),
                columns.flag("greeting_enabled") ? columns.textOrNull("greeting_message") : null,
                columns.flag("business_hours_enabled"),
                columns.textOrNull("away_message"),
                ZoneId.of(columns.text("time_zone")),
                List.of(columns.json("business_hours", InboxRules.OpeningHours[].class)),
                List.of(columns.json("holidays", InboxRules.Holiday[].class)));
    }

    static @Nullable EvolutionChannel evolution(Columns columns) {
        return Channel.of(columns.text("channel")) == Channel.WHATSAPP
                ? columns.json("channel_settings", EvolutionChannel.class)
                : null;
    }

    static @Nullable EmailChannel email(Columns columns) {
        return Channel.of(columns.text("channel")) == Channel.EMAIL
                        && columns.json("channel_settings").has("address")
                ? columns.json("channel_settings", EmailChannel.class)
                : null;
    }

    private static @Nullable String address(Columns columns) {
        EmailChannel email = email(columns);
        return email == null ? columns.textOrNull("address") : email.address();
    }

    static @Nullable WebchatChannel webchat(Columns columns) {
        return Channel.of(columns.text("channel")) == Channel.WEBCHAT
                ? columns.json("channel_settings", WebchatChannel.class)
                : null;
    }

    private static boolean isEnabled(Columns columns) {
        return columns.flag("enabled") && Objects.isNull(columns.instantOrNull("deleted_at"));
    }
}
