package io.parley.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A real single-node KRaft broker in a JVM of its own, run from the jars that {@code infra/services/broker} collects.
 */
final class NativeKafka extends NativeServer {

    /** Small but honest: no setting here weakens what the broker promises. */
    private static final String SETTINGS = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
            controller.listener.names=CONTROLLER
            log.dirs=%3$s
            # A topic that nobody declared is a mistake: it would come with the wrong partitions and clean-up.
            auto.create.topics.enable=false
            num.network.threads=2
            num.io.threads=4
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=8
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=8
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            share.coordinator.state.topic.num.partitions=8
            group.initial.rebalance.delay.ms=0
            log.cleaner.threads=1
            log.cleaner.dedupe.buffer.size=16777216
            log.segment.bytes=134217728
            log.index.size.max.bytes=1048576
            """;

    private static final String LOGGING = """
            appender.console.type=Console
            appender.console.name=console
            appender.console.layout.type=PatternLayout
            appender.console.layout.pattern=%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p %c{1} - %m%n
            rootLogger.level=warn
            rootLogger.appenderRef.console.ref=console
            logger.server.name=kafka.server.KafkaRaftServer
            logger.server.level=info
            """;

    private final Path home;
    private final Path data;
    private final boolean lasting;
    private final int port;
    private final int controllerPort;

    /** @param lasting whether the folder is kept, so that what makes later starts faster is worth storing */
    NativeKafka(Path home, boolean lasting) {
        this.lasting = lasting;
        this.home = home;
        this.data = home.resolve("kafka");
        this.port = Folders.port(data.resolve("port"));
        this.controllerPort = Folders.port(data.resolve("controller-port"));
    }

    @Override
    Child launch() {
        Path settings = data.resolve("server.properties");
        Path topics = data.resolve("log");
        try {
            Files.createDirectories(data);
            Files.writeString(settings, SETTINGS.formatted(port, controllerPort, topics.toAbsolutePath()));
            Files.writeString(data.resolve("log4j2.properties"), LOGGING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Files.exists(topics.resolve("meta.properties"))) {
            format(settings);
        }
        // Half a gigabyte of resident memory at most: most of what Kafka serves lives in the page cache.
        List<String> command =
                java("-Xms64m", "-Xmx320m", "-XX:MaxDirectMemorySize=128m", "-XX:ReservedCodeCacheSize=64m");
        // What runs for a test's few minutes gains nothing from the second compiler.
        command.addAll(lasting ? Child.startFaster(home.resolve("run/kafka.jsa")) : List.of("-XX:TieredStopAtLevel=1"));
        command.add("kafka.Kafka");
        command.add(settings.toString());
        return Child.start(name(), home, data, command, Map.of("MALLOC_ARENA_MAX", "2"), "TERM");
    }

    private void format(Path settings) {
        String clusterId = Folders.remembered(data.resolve("cluster-id"), NativeKafka::randomId);
        List<String> command = java("-Xmx128m", "-XX:TieredStopAtLevel=1");
        command.addAll(List.of("kafka.tools.StorageTool", "format", "-t", clusterId, "-c", settings.toString()));
        Child.run("kafka-format", home, command, Duration.ofSeconds(60));
    }

    private List<String> java(String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions", // the two below are newer than JDK 21
                "-XX:+UseCompactObjectHeaders",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:disable",
                "-Dlog4j2.configurationFile="
                        + data.resolve("log4j2.properties").toUri(),
                "-cp",
                broker() + "/*"));
        return command;
    }

    private static Path broker() {
        Path jars = Folders.repository().resolve("infra/services/broker/target/lib");
        if (!Files.isDirectory(jars)) {
            throw new ServicesException(
                    "Kafka's jars are not in %s; run: ./mvnw -pl infra/services/broker generate-resources"
                            .formatted(jars));
        }
        return jars;
    }

    /** As Kafka makes its ids: 16 random bytes in URL-safe base 64, never starting with a dash. */
    private static String randomId() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        bytes[0] = (byte) (bytes[0] & 0x7f);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("KAFKA_BOOTSTRAP_SERVERS", address());
    }

    @Override
    public boolean isReady() {
        return Probe.kafka("127.0.0.1", port);
    }
}
