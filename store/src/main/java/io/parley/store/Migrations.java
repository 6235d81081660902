package io.parley.store;

import java.util.Map;
import org.flywaydb.core.Flyway;

/** Brings the store's schema to the state this version needs; safe to repeat and to race. */
public final class Migrations {

    private Migrations() {}

    /**
     * Migrates without starting anything else.
     *
     * @param environment the settings by their environment variables' names
     * @return how many migrations were applied
     */
    public static int migrate(Map<String, String> environment) {
        StoreDatabase database = new StoreDatabase(
                environment.getOrDefault("POSTGRES_HOST", "localhost"),
                Integer.parseInt(environment.getOrDefault("POSTGRES_PORT", "5432")),
                environment.getOrDefault("POSTGRES_DATABASE", "parley"),
                environment.getOrDefault("POSTGRES_USERNAME", "parley"),
                environment.getOrDefault("POSTGRES_PASSWORD", ""),
                environment.getOrDefault("PARLEY_DB_SCHEMA", "parley"),
                0);
        return of(database).migrate().migrationsExecuted;
    }

    static Flyway of(StoreDatabase database) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(
                        "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name()),
                        database.username(),
                        database.password())
                .defaultSchema(database.schema())
                .createSchemas(true)
                .connectRetries(database.connectRetries())
                .load();
    }
}
