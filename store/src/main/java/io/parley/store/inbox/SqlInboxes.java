package io.parley.store.inbox;

import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxRules;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.inbox.SecretHash;
import io.parley.store.Columns;
import io.parley.store.InboxAccess;
import io.parley.store.RandomToken;
import io.parley.store.StoreFailure;
import io.parley.store.Values;
import io.parley.store.Viewer;
import io.parley.store.Visibility;
import io.parley.store.agent.AgentRows;
import io.parley.store.agent.Agents.AgentRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Inboxes in PostgreSQL. */
@Component
class SqlInboxes implements Inboxes {

    private static final int MAX_INBOXES = 1_000;

    private static final String VISIBLE = "SELECT " + InboxViews.COLUMNS + """

              FROM inboxes AS i
             WHERE i.deleted_at IS NULL AND i.id""" + Visibility.IS_VISIBLE;

    private static final String LIST = VISIBLE + " ORDER BY lower(i.name), i.id LIMIT " + MAX_INBOXES;

    private static final String BY_ID = VISIBLE + " AND i.id = :id";

    private static final String INSERT = """
            INSERT INTO inboxes (account_id, channel, name, enabled, identifier, webhook_secret_hash, webhook_secret_sealed,
                                 channel_settings, ignore_groups, greeting_enabled, greeting_message,
                                 business_hours_enabled, away_message, time_zone, business_hours,
                                 enable_auto_assignment, extra_settings)
            VALUES (:account, :channel, :name, coalesce(:enabled, true), :identifier, :secretHash, :secretSealed,
                    coalesce(:channelSettings::jsonb, '{}'), coalesce(:ignoreGroups, false), coalesce(:greetingEnabled, false),
                    nullif(:greetingMessage, ''), coalesce(:businessHoursEnabled, false), nullif(:awayMessage, ''),
                    coalesce(:timeZone, 'UTC'), coalesce(:businessHours::jsonb, '[]'),
                    coalesce(:enableAutoAssignment, true), :extraSettings::jsonb)
            RETURNING id
            """;

    private static final String UPDATE = """
            UPDATE inboxes
               SET name = coalesce(:name, name), enabled = coalesce(:enabled, enabled),
                   channel_settings = coalesce(:channelSettings::jsonb, channel_settings),
                   ignore_groups = coalesce(:ignoreGroups, ignore_groups),
                   greeting_enabled = coalesce(:greetingEnabled, greeting_enabled),
                   greeting_message = CASE WHEN :greetingMessage::text IS NULL THEN greeting_message
                                           ELSE nullif(:greetingMessage, '') END,
                   business_hours_enabled = coalesce(:businessHoursEnabled, business_hours_enabled),
                   away_message = CASE WHEN :awayMessage::text IS NULL THEN away_message
                                       ELSE nullif(:awayMessage, '') END,
                   time_zone = coalesce(:timeZone, time_zone),
                   business_hours = coalesce(:businessHours::jsonb, business_hours),
                   enable_auto_assignment = coalesce(:enableAutoAssignment, enable_auto_assignment),
                   extra_settings = extra_settings || :extraSettings::jsonb, updated_at = now()
             WHERE id = :id
            """;

    private static final String DELETE = """
            UPDATE inboxes SET enabled = false, deleted_at = now(), updated_at = now() WHERE id = :id
            """;

    private static final String SET_CONNECTION = """
            UPDATE inboxes
               SET connection = :state, qr_code = :qrCode, pairing_code = :pairingCode, address = coalesce(:address, address),
                   connection_reason = :reason, connection_changed_at = now(), updated_at = now()
             WHERE id = :id
               AND (connection, qr_code, pairing_code, address, connection_reason)
                   IS DISTINCT FROM (:state, :qrCode::text, :pairingCode::text, coalesce(:address, address), :reason::text)
            """;

    /** A provider's instance has one webhook: a second inbox would take it from the first. */
    private static final String SAME_INSTANCE = """
            SELECT i.id FROM inboxes AS i
             WHERE i.channel = 'whatsapp' AND i.deleted_at IS NULL AND i.id <> :id
               AND i.channel_settings ->> 'baseUrl' = :baseUrl AND i.channel_settings ->> 'instance' = :instance
             LIMIT 1
            """;

    private static final int MAX_HOLIDAYS = 366;

    private static final String SET_HOLIDAYS =
            "UPDATE inboxes SET holidays = :holidays::jsonb, updated_at = now() WHERE id = :id";

    /** Two inboxes of one mailbox would take every mail twice. */
    private static final String SAME_MAILBOX = """
            SELECT i.id FROM inboxes AS i
             WHERE i.channel = 'email' AND i.deleted_at IS NULL AND i.id <> :id
               AND lower(i.channel_settings ->> 'address') = lower(:address)
             LIMIT 1
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final InboxAccess access;
    private final InboxEvents events;
    private final InboxMembers members;
    private final AgentRows agents;
    private final SecretBox secrets;

    SqlInboxes(
            DatabaseClient database,
            TransactionalOperator transaction,
            InboxAccess access,
            InboxEvents events,
            InboxMembers members,
            AgentRows agents,
            SecretBox secrets) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.events = events;
        this.members = members;
        this.agents = agents;
        this.secrets = secrets;
    }

    @Override
    public Flux<InboxDetails> list(Viewer viewer) {
        return Visibility.bind(database.sql(LIST), viewer)
                .map(row -> details(viewer, new Columns(row)))
                .all();
    }

    @Override
    public Mono<InboxDetails> find(Viewer viewer, InboxId id) {
        return access.require(viewer, id).then(details(viewer, id));
    }

    @Override
    public Mono<InboxDetails> create(Viewer administrator, NewInbox inbox) {
        return Mono.fromCallable(() -> {
                    administrator.requireAdministrator();
                    return InboxFields.of(inbox);
                })
                .flatMap(fields -> requireFree(fields, 0).then(insert(administrator, inbox.channel(), fields)))
                .flatMap(id -> events.configured(id)
                        .then(members.add(administrator.accountId(), id, List.of(administrator.agentId())))
                        .then(details(administrator, id)))
                .as(transaction::transactional);
    }

    @Override
    public Mono<InboxDetails> update(Viewer administrator, InboxId id, InboxChange change) {
        return asAdministrator(administrator, id)
                .map(channel -> InboxFields.of(channel, change))
                .flatMap(fields -> requireFree(fields, id.value())
                        .then(Mono.defer(() -> fields.bind(database.sql(UPDATE).bind("id", id.value()))
                                .then())))
                .then(events.configured(id))
                .then(details(administrator, id))
                .as(transaction::transactional);
    }

    @Override
    public Mono<InboxDetails> setHolidays(Viewer administrator, InboxId id, List<InboxRules.Holiday> holidays) {
        if (holidays.size() > MAX_HOLIDAYS) {
            return Mono.error(new StoreFailure.Invalid(
                    "holidays", "Holidays are too many (maximum is %d)".formatted(MAX_HOLIDAYS)));
        }
        return asAdministrator(administrator, id)
                .flatMap(channel -> database.sql(SET_HOLIDAYS)
                        .bind("id", id.value())
                        .bind("holidays", new String(ContractJson.write(holidays), StandardCharsets.UTF_8))
                        .then())
                .then(events.configured(id))
                .then(details(administrator, id))
                .as(transaction::transactional);
    }

    @Override
    public Mono<Void> delete(Viewer administrator, InboxId id) {
        return asAdministrator(administrator, id)
                .flatMap(channel -> database.sql(DELETE).bind("id", id.value()).then())
                .then(events.deleted(id))
                .as(transaction::transactional);
    }

    @Override
    public Mono<InboxDetails> setConnection(Viewer viewer, InboxId id, Connection connection) {
        return access.require(viewer, id)
                .flatMap(channel -> database.sql(SET_CONNECTION)
                        .bind("id", id.value())
                        .bind("state", connection.state().wireName())
                        .bind("qrCode", Values.orNull(connection.qrCode()))
                        .bind("pairingCode", Values.orNull(connection.pairingCode()))
                        .bind("address", Values.orNull(connection.address()))
                        .bind("reason", Values.orNull(connection.reason()))
                        .fetch()
                        .rowsUpdated())
                .flatMap(rows -> rows == 0 ? Mono.<Void>empty() : events.connected(id))
                .then(details(viewer, id))
                .as(transaction::transactional);
    }

    @Override
    public Flux<AgentRow> members(Viewer viewer, InboxId id) {
        return access.require(viewer, id).thenMany(membersOf(viewer, id));
    }

    @Override
    public Flux<AgentRow> addMembers(Viewer administrator, InboxId id, List<AgentId> given) {
        return asAdministrator(administrator, id)
                .flatMap(channel -> members.add(administrator.accountId(), id, given))
                .as(transaction::transactional)
                .thenMany(membersOf(administrator, id));
    }

    @Override
    public Flux<AgentRow> setMembers(Viewer administrator, InboxId id, List<AgentId> given) {
        return asAdministrator(administrator, id)
                .flatMap(channel -> members.set(administrator.accountId(), id, given))
                .as(transaction::transactional)
                .thenMany(membersOf(administrator, id));
    }

    @Override
    public Mono<Void> removeMembers(Viewer administrator, InboxId id, List<AgentId> given) {
        return asAdministrator(administrator, id)
                .flatMap(channel -> members.remove(administrator.accountId(), id, given))
                .as(transaction::transactional);
    }

    private Mono<Channel> asAdministrator(Viewer viewer, InboxId id) {
        return Mono.defer(() -> {
            viewer.requireAdministrator();
            return access.require(viewer, id);
        });
    }

    private Flux<AgentRow> membersOf(Viewer viewer, InboxId id) {
        return Flux.defer(() -> agents.membersOf(viewer.accountId(), id));
    }

    private Mono<InboxId> insert(Viewer administrator, Channel channel, InboxFields fields) {
        return Mono.defer(() -> {
            String secret = RandomToken.next();
            return fields.bind(database.sql(INSERT)
                            .bind("account", administrator.accountId().value())
                            .bind("channel", channel.wireName())
                            .bind("identifier", RandomToken.next())
                            .bind("secretHash", SecretHash.sha256Hex(secret))
                            .bind("secretSealed", secrets.seal(secret)))
                    .map(row -> new InboxId(new Columns(row).number("id")))
                    .one();
        });
    }

    private Mono<Void> requireFree(InboxFields fields, int id) {
        EvolutionChannel evolution = fields.evolution();
        if (fields.email() != null) {
            return database.sql(SAME_MAILBOX)
                    .bind("id", id)
                    .bind("address", fields.email().address())
                    .fetch()
                    .first()
                    .flatMap(taken -> Mono.error(
                            new StoreFailure.Invalid("email", "Email has already been taken by another inbox")));
        }
        if (evolution == null) {
            return Mono.empty();
        }
        return database.sql(SAME_INSTANCE)
                .bind("id", id)
                .bind("baseUrl", evolution.baseUrl().toString())
                .bind("instance", evolution.instance())
                .fetch()
                .first()
                .flatMap(taken -> Mono.error(
                        new StoreFailure.Invalid("instance", "Instance has already been taken by another inbox")));
    }

    private Mono<InboxDetails> details(Viewer viewer, InboxId id) {
        return Mono.defer(() -> Visibility.bind(database.sql(BY_ID), viewer)
                .bind("id", id.value())
                .map(row -> details(viewer, new Columns(row)))
                .one());
    }

    private InboxDetails details(Viewer viewer, Columns columns) {
        return new InboxDetails(
                InboxViews.view(columns),
                columns.text("identifier"),
                viewer.administrator() ? secrets.open(columns.text("webhook_secret_sealed")) : "",
                InboxViews.rules(columns),
                columns.flag("greeting_enabled"),
                columns.textOrNull("greeting_message"),
                InboxViews.evolution(columns),
                InboxViews.email(columns),
                InboxViews.webchat(columns),
                columns.flag("enable_auto_assignment"),
                columns.json("extra_settings"),
                columns.instant("created_at"),
                columns.instant("updated_at"));
    }
}
