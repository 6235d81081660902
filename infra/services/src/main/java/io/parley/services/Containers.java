package io.parley.services;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The three servers as containers; the names of the volumes that hold their data are remembered in the data folder. */
final class Containers {

    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.1.2");
    private static final DockerImageName POSTGRES = DockerImageName.parse("pgvector/pgvector:pg17");
    private static final DockerImageName REDIS = DockerImageName.parse("redis:7");

    private Containers() {}

    /** Looks for an engine's socket before asking Testcontainers, which takes seconds to find that there is none. */
    static boolean available() {
        String home = System.getProperty("user.home");
        boolean socket = System.getenv("DOCKER_HOST") != null
                || Stream.of(
                                "/var/run/docker.sock",
                                home + "/.docker/run/docker.sock",
                                home + "/.docker/desktop/docker.sock",
                                home + "/.testcontainers.properties",
                                System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/nowhere") + "/docker.sock")
                        .anyMatch(path -> Files.exists(Path.of(path)));
        return socket && DockerClientFactory.instance().isDockerAvailable();
    }

    static Server kafka(Path home) {
        Path data = home.resolve("kafka");
        int port = Folders.port(data.resolve("port"));
        KafkaContainer container = new KafkaContainer(KAFKA);
        container.setPortBindings(List.of(port + ":9092"));
        container
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
                .withCreateContainerCmdModifier(keep(data, "/var/lib/kafka/data"));
        return new Contained(
                "kafka",
                port,
                container,
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port),
                () -> Probe.kafka("127.0.0.1", port));
    }

    static Postgres postgres(Path home) {
        Path data = home.resolve("postgres");
        int port = Folders.port(data.resolve("port"));
        String password = Folders.remembered(data.resolve("password"), () -> Folders.randomHex(12));
        Database database = new Database("127.0.0.1", port, "parley", "parley", password);
        GenericContainer<?> container = new GenericContainer<>(POSTGRES)
                .withEnv("POSTGRES_USER", database.username())
                .withEnv("POSTGRES_PASSWORD", password)
                .withEnv("POSTGRES_DB", database.name())
                .withCommand("postgres", "-c", "max_connections=200", "-c", "jit=off")
                .withCreateContainerCmdModifier(keep(data, "/var/lib/postgresql/data"));
        container.setPortBindings(List.of(port + ":5432"));
        return new Postgres(
                new Contained("postgres", port, container, database.settings(), database::answers), database);
    }

    static Server redis(Path home) {
        Path data = home.resolve("redis");
        int port = Folders.port(data.resolve("port"));
        GenericContainer<?> container = new GenericContainer<>(REDIS)
                .withCommand("redis-server", "--save", "", "--appendonly", "yes")
                .withCreateContainerCmdModifier(keep(data, "/data"));
        container.setPortBindings(List.of(port + ":6379"));
        return new Contained(
                "redis",
                port,
                container,
                Map.of("REDIS_URL", "redis://127.0.0.1:" + port),
                () -> Probe.redis("127.0.0.1", port, ""));
    }

    /** A named volume outlives the container, which Testcontainers removes. */
    private static Consumer<CreateContainerCmd> keep(Path data, String inside) {
        String volume = Folders.remembered(data.resolve("volume"), () -> "parley-" + UUID.randomUUID());
        return command -> {
            HostConfig host = command.getHostConfig() == null ? new HostConfig() : command.getHostConfig();
            command.withHostConfig(host.withBinds(new Bind(volume, new Volume(inside))));
        };
    }

    /** Stopped and started through the engine, because Testcontainers' own stop would remove the container. */
    private record Contained(
            String name, int port, GenericContainer<?> container, Map<String, String> settings, BooleanSupplier probe)
            implements Server {

        private static final Duration START_LIMIT = Duration.ofSeconds(120);

        @Override
        public String address() {
            return "127.0.0.1:" + port;
        }

        @Override
        public void start() {
            if (container.getContainerId() == null) {
                container.start();
            } else if (!container.isRunning()) {
                container
                        .getDockerClient()
                        .startContainerCmd(container.getContainerId())
                        .exec();
            }
            awaitReady();
        }

        @Override
        public void stop() {
            if (container.isRunning()) {
                container
                        .getDockerClient()
                        .stopContainerCmd(container.getContainerId())
                        .withTimeout(30)
                        .exec();
            }
        }

        @Override
        public void kill() {
            if (container.isRunning()) {
                container
                        .getDockerClient()
                        .killContainerCmd(container.getContainerId())
                        .exec();
            }
        }

        @Override
        public boolean isReady() {
            return probe.getAsBoolean();
        }

        private void awaitReady() {
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            while (!isReady()) {
                if (System.nanoTime() > deadline) {
                    throw new ServicesException("%s did not answer within %ds; its container says:%n%s"
                            .formatted(name, START_LIMIT.toSeconds(), container.getLogs()));
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }
}
