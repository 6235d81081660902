package io.parley.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A hub's own tables, for what no request can bring about. */
record Database(Map<String, String> settings) {

    private static final String DEADLOCK = "40P01";

    /** Again when the hub at work was in its way: of two that wait for each other PostgreSQL refuses one. */
    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!DEADLOCK.equals(e.getSQLState())) {
                throw new IllegalStateException(e);
            }
            execute(sql);
        }
    }

    /** The rows of a query, each with its columns as whole numbers. */
    List<List<Long>> numbers(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<List<Long>> rows = new ArrayList<>();
            while (found.next()) {
                List<Long> row = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.add(found.getLong(column));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        String url = "jdbc:postgresql://%s:%s/%s?currentSchema=%s,public"
                .formatted(
                        settings.get("POSTGRES_HOST"),
                        settings.get("POSTGRES_PORT"),
                        settings.get("POSTGRES_DATABASE"),
                        settings.getOrDefault("PARLEY_DB_SCHEMA", "parley"));
        return DriverManager.getConnection(url, settings.get("POSTGRES_USERNAME"), settings.get("POSTGRES_PASSWORD"));
    }
}
