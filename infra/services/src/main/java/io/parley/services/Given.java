package io.parley.services;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The servers whose addresses somebody put into the environment. */
final class Given {

    private final Map<String, String> environment;

    Given(Map<String, String> environment) {
        this.environment = environment;
    }

    Optional<Server> kafka() {
        return setting("KAFKA_BOOTSTRAP_SERVERS").map(servers -> {
            URI first = URI.create("kafka://" + servers.split(",")[0].strip());
            return new GivenServer(
                    "kafka",
                    servers,
                    Map.of("KAFKA_BOOTSTRAP_SERVERS", servers),
                    () -> Probe.kafka(first.getHost(), first.getPort()));
        });
    }

    /** Defaults are PostgreSQL's own, but for the database, which is ours. */
    Optional<Postgres> postgres() {
        return setting("POSTGRES_HOST").map(host -> {
            Database database = new Database(
                    host,
                    Integer.parseInt(setting("POSTGRES_PORT").orElse("5432")),
                    setting("POSTGRES_DATABASE").orElse("parley"),
                    setting("POSTGRES_USERNAME").orElse("postgres"),
                    setting("POSTGRES_PASSWORD").orElse(""));
            Server server =
                    new GivenServer("postgres", host + ":" + database.port(), database.settings(), database::answers);
            return new Postgres(server, database);
        });
    }

    Optional<Server> redis() {
        return setting("REDIS_URL").map(url -> {
            URI uri = URI.create(url);
            int port = uri.getPort() < 0 ? 6379 : uri.getPort();
            Optional<String> password = setting("REDIS_PASSWORD");
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("REDIS_URL", url);
            password.ifPresent(value -> settings.put("REDIS_PASSWORD", value));
            String inUrl = uri.getUserInfo() == null ? "" : uri.getUserInfo().replaceFirst("^[^:]*:", "");
            return new GivenServer(
                    "redis",
                    uri.getHost() + ":" + port,
                    Map.copyOf(settings),
                    () -> Probe.redis(uri.getHost(), port, password.orElse(inUrl)));
        });
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
