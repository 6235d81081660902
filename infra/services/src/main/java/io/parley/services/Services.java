package io.parley.services;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, PostgreSQL with pgvector and Redis, ready to use. Each is the one whose address the environment gives, else a
 * container when a Docker engine answers, else a process of its own on this machine.
 */
public final class Services implements AutoCloseable {

    private static final int TEST_PARTITIONS = 3;

    private static @Nullable Services shared;

    private final Server kafka;
    private final Postgres postgres;
    private final Server redis;

    private Services(Server kafka, Postgres postgres, Server redis) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.redis = redis;
    }

    /**
     * The set that all tests of this JVM share, started when first asked for. What was started here ends after the JVM,
     * so that shutdown hooks of others still find their servers.
     */
    public static synchronized Services shared() {
        if (shared == null) {
            shared = start(
                    System.getenv(),
                    Folders.temporary("shared"),
                    false,
                    line -> System.out.println("services: " + line));
        }
        return shared;
    }

    /** A set for a test that stops servers: never the ones in the environment, and closed by who asked for it. */
    public static Services alone() {
        return start(
                Map.of(), Folders.temporary("alone"), false, line -> System.out.println("services (alone): " + line));
    }

    /**
     * As {@link #shared()}, but for one server, which is the test's own and may be stopped; to be closed by who asked
     * for it.
     */
    public static Services owning(Function<Services, Server> own) {
        Services others = shared();
        Map<String, String> given = others.settings();
        given.keySet().removeAll(own.apply(others).settings().keySet());
        return start(given, Folders.temporary("alone"), false, line -> System.out.println("services (own): " + line));
    }

    /**
     * Starts what the environment does not give, with its data, logs and process ids in the folder; returns once all
     * three answer.
     */
    public static Services start(Path home, Consumer<String> progress) {
        return start(System.getenv(), home, true, progress);
    }

    /** @param lasting whether servers will start in this folder again */
    static Services start(Map<String, String> environment, Path home, boolean lasting, Consumer<String> progress) {
        Services services = choose(new Given(environment), home.toAbsolutePath().normalize(), lasting);
        List<Server> servers = services.all();
        try (ExecutorService threads = Executors.newFixedThreadPool(servers.size())) {
            List<CompletableFuture<Void>> starts = servers.stream()
                    .map(server -> CompletableFuture.runAsync(() -> start(server, progress), threads))
                    .toList();
            CompletableFuture.allOf(starts.toArray(CompletableFuture[]::new)).join();
            services.postgres.database().createExtensions();
            return services;
        } catch (CompletionException e) {
            services.close();
            throw e.getCause() instanceof ServicesException known
                    ? known
                    : new ServicesException("a server could not be started", e.getCause());
        }
    }

    private static void start(Server server, Consumer<String> progress) {
        long begin = System.nanoTime();
        server.start();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        progress.accept(String.format(
                Locale.ROOT, "%s ready on %s (%.1f s)", server.name(), server.address(), took.toMillis() / 1000.0));
    }

    private static Services choose(Given given, Path home, boolean lasting) {
        Optional<Server> kafka = given.kafka();
        Optional<Postgres> postgres = given.postgres();
        Optional<Server> redis = given.redis();
        boolean allGiven = kafka.isPresent() && postgres.isPresent() && redis.isPresent();
        if (!allGiven && !"native".equals(System.getenv("PARLEY_SERVICES")) && Containers.available()) {
            return new Services(
                    kafka.orElseGet(() -> Containers.kafka(home)),
                    postgres.orElseGet(() -> Containers.postgres(home)),
                    redis.orElseGet(() -> Containers.redis(home)));
        }
        return new Services(
                kafka.orElseGet(() -> new NativeKafka(home, lasting)),
                postgres.orElseGet(() -> new NativePostgres(home).withDatabase()),
                redis.orElseGet(() -> new NativeRedis(home)));
    }

    public Server kafka() {
        return kafka;
    }

    public Server postgres() {
        return postgres.server();
    }

    public Server redis() {
        return redis;
    }

    /** The addresses, by the names of the environment variables the hub reads. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        all().forEach(server -> settings.putAll(server.settings()));
        return settings;
    }

    /** As {@link #isolated(String)}, named after a test class. */
    public Map<String, String> isolated(Class<?> test) {
        return isolated(test.getSimpleName());
    }

    /**
     * Settings for a hub of one's own on these servers: the addresses, a new and empty schema, and prefixes for topics
     * and keys that nobody else has. The extensions' types are in {@code public}, so a search path is the schema, then
     * {@code public}.
     */
    public Map<String, String> isolated(String purpose) {
        String plain = purpose.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        String name = plain.substring(0, Math.min(plain.length(), 30));
        String mark = Long.toString(new SecureRandom().nextLong(60_466_176L), 36);
        String schema = name + "_" + mark;
        postgres.database().createSchema(schema);
        Map<String, String> settings = settings();
        settings.put("PARLEY_DB_SCHEMA", schema);
        settings.put("PARLEY_TOPIC_PREFIX", name + "-" + mark + ".");
        settings.put("PARLEY_REDIS_KEY_PREFIX", name + "-" + mark + ":");
        settings.put("PARLEY_TOPIC_PARTITIONS", Integer.toString(TEST_PARTITIONS));
        settings.put("PARLEY_FILES", Folders.temporary("files-" + name).toString());
        settings.put("SECRET_KEY_BASE", Folders.randomHex(32));
        return settings;
    }

    /** Stops what was started here, and leaves what was given. */
    @Override
    public void close() {
        List<Server> ours = all().stream()
                .filter(server -> !(server instanceof GivenServer))
                .toList();
        ours.parallelStream().forEach(Server::stop);
    }

    List<Server> all() {
        return List.of(kafka, postgres.server(), redis);
    }
}
