package io.parley.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A hub's own tables, for what no request can bring about. */
record Database(Map<String, String> settings) {

    void execute(String sql) {
        String url = "jdbc:postgresql://%s:%s/%s?currentSchema=%s,public"
                .formatted(
                        settings.get("POSTGRES_HOST"),
                        settings.get("POSTGRES_PORT"),
                        settings.get("POSTGRES_DATABASE"),
                        settings.getOrDefault("PARLEY_DB_SCHEMA", "parley"));
        try (Connection connection = DriverManager.getConnection(
                        url, settings.get("POSTGRES_USERNAME"), settings.get("POSTGRES_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
