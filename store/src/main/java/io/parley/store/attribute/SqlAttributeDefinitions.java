package io.parley.store.attribute;

import io.parley.contract.ContractJson;
import io.parley.store.Columns;
import io.parley.store.RequiredRow;
import io.parley.store.StoreFailure;
import io.parley.store.StoreFailure.Invalid;
import io.parley.store.Uniqueness;
import io.parley.store.Values;
import io.parley.store.Viewer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Definitions of custom attributes in PostgreSQL. */
@Component
class SqlAttributeDefinitions implements AttributeDefinitions {

    private static final int MAX_LENGTH = 255;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    private static final Function<Throwable, Throwable> TAKEN = Uniqueness.toInvalid(new Uniqueness(
            "custom_attribute_definitions_account_id_model_key_key",
            "attribute_key",
            "Attribute key has already been taken"));

    private static final String COLUMNS = "id, model, key, display_name, display_type, description, regex_pattern,"
            + " regex_cue, choices, default_value, created_at, updated_at";

    private static final String LIST = "SELECT " + COLUMNS + """
             FROM custom_attribute_definitions
             WHERE account_id = :account AND (:model::text IS NULL OR model = :model)
             ORDER BY lower(display_name), id LIMIT 1000
            """;

    private static final String FIND =
            "SELECT " + COLUMNS + " FROM custom_attribute_definitions WHERE account_id = :account AND id = :id";

    private static final String INSERT = """
            INSERT INTO custom_attribute_definitions (account_id, model, key, display_name, display_type, description,
                                                      regex_pattern, regex_cue, choices, default_value)
            VALUES (:account, :model, :key, :displayName, :type, :description, :regexPattern, :regexCue,
                    coalesce(:choices, '[]')::jsonb, :defaultValue)
            RETURNING\s""" + COLUMNS;

    private static final String UPDATE = """
            UPDATE custom_attribute_definitions
               SET display_name = coalesce(:displayName, display_name),
                   description = coalesce(:description, description),
                   regex_pattern = nullif(coalesce(:regexPattern, regex_pattern), ''),
                   regex_cue = nullif(coalesce(:regexCue, regex_cue), ''),
                   choices = coalesce(:choices::jsonb, choices),
                   default_value = nullif(coalesce(:defaultValue, default_value), ''), updated_at = now()
             WHERE account_id = :account AND id = :id
            RETURNING\s""" + COLUMNS;

    private static final String DELETE =
            "DELETE FROM custom_attribute_definitions WHERE account_id = :account AND id = :id";

    private final DatabaseClient database;

    SqlAttributeDefinitions(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<Definition> list(Viewer viewer, @Nullable Model model) {
        return statement(LIST, viewer)
                .bind("model", Values.orNull(model == null ? null : word(model)))
                .map(row -> definition(new Columns(row)))
                .all();
    }

    @Override
    public Mono<Definition> find(Viewer viewer, int id) {
        return statement(FIND, viewer)
                .bind("id", id)
                .map(row -> definition(new Columns(row)))
                .one()
                .switchIfEmpty(notFound());
    }

    @Override
    public Mono<Definition> create(Viewer administrator, DefinitionChange definition) {
        return Mono.defer(() -> {
                    administrator.requireAdministrator();
                    return bind(statement(INSERT, administrator), definition)
                            .bind("model", word(definition.model() == null ? Model.CONVERSATION : definition.model()))
                            .bind("key", key(definition))
                            .bind("displayName", name(definition.displayName() == null ? "" : definition.displayName()))
                            .bind("type", word(definition.type() == null ? Type.TEXT : definition.type()))
                            .map(row -> definition(new Columns(row)))
                            .one();
                })
                .onErrorMap(TAKEN);
    }

    @Override
    public Mono<Definition> update(Viewer administrator, int id, DefinitionChange change) {
        return Mono.defer(() -> {
            administrator.requireAdministrator();
            return bind(statement(UPDATE, administrator), change)
                    .bind("id", id)
                    .bind(
                            "displayName",
                            Values.orNull(change.displayName() == null ? null : name(change.displayName())))
                    .map(row -> definition(new Columns(row)))
                    .one()
                    .switchIfEmpty(notFound());
        });
    }

    @Override
    public Mono<Void> delete(Viewer administrator, int id) {
        return Mono.defer(() -> {
            administrator.requireAdministrator();
            return RequiredRow.change(statement(DELETE, administrator).bind("id", id), notFound());
        });
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, DefinitionChange change) {
        List<String> choices = change.choices();
        return statement
                .bind("description", Values.orNull(change.description()))
                .bind("regexPattern", Values.orNull(regex(change.regexPattern())))
                .bind("regexCue", Values.orNull(change.regexCue()))
                .bind("defaultValue", Values.orNull(change.defaultValue()))
                .bind(
                        "choices",
                        Values.orNull(
                                choices == null
                                        ? null
                                        : new String(ContractJson.write(choices), StandardCharsets.UTF_8)));
    }

    private GenericExecuteSpec statement(String sql, Viewer viewer) {
        return database.sql(sql).bind("account", viewer.accountId().value());
    }

    private static <T> Mono<T> notFound() {
        return Mono.error(() -> new StoreFailure.NotFound("Custom attribute"));
    }

    private static String name(String given) {
        String name = given.strip();
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new Invalid("attribute_display_name", "Name must have 1 to %d characters".formatted(MAX_LENGTH));
        }
        return name;
    }

    private static String key(DefinitionChange definition) {
        String key = definition.key() == null ? "" : definition.key().strip();
        if (!KEY.matcher(key).matches()) {
            throw new Invalid("attribute_key", "Attribute key must have 1 to 100 letters, digits, _, - or .");
        }
        return key;
    }

    private static @Nullable String regex(@Nullable String given) {
        try {
            return given == null ? null : Pattern.compile(given).pattern();
        } catch (PatternSyntaxException e) {
            throw new Invalid("regex_pattern", "Regex pattern is invalid");
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Definition definition(Columns columns) {
        return new Definition(
                columns.number("id"),
                Model.valueOf(columns.text("model").toUpperCase(Locale.ROOT)),
                columns.text("key"),
                columns.text("display_name"),
                Type.valueOf(columns.text("display_type").toUpperCase(Locale.ROOT)),
                columns.textOrNull("description"),
                columns.textOrNull("regex_pattern"),
                columns.textOrNull("regex_cue"),
                List.of(columns.json("choices", String[].class)),
                columns.textOrNull("default_value"),
                columns.instant("created_at"),
                columns.instant("updated_at"));
    }
}
