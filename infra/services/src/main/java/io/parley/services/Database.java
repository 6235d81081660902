package io.parley.services;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * What must be in a PostgreSQL server before the hub or a test uses it: the database, extensions, a schema for a test.
 */
record Database(String host, int port, String name, String username, String password) {

    /**
     * Any constant: it keeps several JVMs from creating the same extension at once, which PostgreSQL answers with an
     * error.
     */
    private static final long EXTENSIONS_LOCK = 7_252_875_539L;

    String url() {
        return url(name);
    }

    private String url(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }

    boolean answers() {
        return Probe.postgres(url(), username, password);
    }

    /** As {@link #answers()}, before our own database exists. */
    boolean serverAnswers() {
        return Probe.postgres(url("postgres"), username, password);
    }

    void createIfMissing() {
        try (Connection connection = DriverManager.getConnection(url("postgres"), username, password);
                Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE \"" + name + "\"");
        } catch (SQLException e) {
            throw new ServicesException("database %s could not be created: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Extensions live in {@code public}, once for all schemas of the database. */
    void createExtensions() {
        execute("BEGIN; SELECT pg_advisory_xact_lock(" + EXTENSIONS_LOCK + ");"
                + " CREATE EXTENSION IF NOT EXISTS vector SCHEMA public;"
                + " CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public;"
                + " CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public; COMMIT");
    }

    void createSchema(String schema) {
        execute("CREATE SCHEMA \"" + schema + "\"");
    }

    Map<String, String> settings() {
        return Map.of(
                "POSTGRES_HOST", host,
                "POSTGRES_PORT", Integer.toString(port),
                "POSTGRES_DATABASE", name,
                "POSTGRES_USERNAME", username,
                "POSTGRES_PASSWORD", password);
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), username, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new ServicesException("PostgreSQL at %s:%d: %s".formatted(host, port, e.getMessage()), e);
        }
    }
}
