package io.parley.bench;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The bench's own schema. */
record Database(Map<String, String> settings) {

    /** The way the store gets its connections. */
    ConnectionFactory reactive() {
        return ConnectionFactories.get(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .option(ConnectionFactoryOptions.HOST, setting("POSTGRES_HOST"))
                .option(ConnectionFactoryOptions.PORT, Integer.parseInt(setting("POSTGRES_PORT")))
                .option(ConnectionFactoryOptions.DATABASE, setting("POSTGRES_DATABASE"))
                .option(ConnectionFactoryOptions.USER, setting("POSTGRES_USERNAME"))
                .option(ConnectionFactoryOptions.PASSWORD, setting("POSTGRES_PASSWORD"))
                .option(Option.valueOf("schema"), setting("PARLEY_DB_SCHEMA"))
                .build());
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one number a query returns. */
    long number(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one column a query returns. */
    List<String> texts(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param sql has one parameter, an array of texts */
    void insert(String sql, List<String> texts) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", texts.toArray()));
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", setting("POSTGRES_USERNAME"));
        properties.setProperty("password", setting("POSTGRES_PASSWORD"));
        properties.setProperty("currentSchema", setting("PARLEY_DB_SCHEMA") + ",public");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%s/%s"
                        .formatted(setting("POSTGRES_HOST"), setting("POSTGRES_PORT"), setting("POSTGRES_DATABASE")),
                properties);
    }

    private String setting(String name) {
        return settings.getOrDefault(name, "");
    }
}
