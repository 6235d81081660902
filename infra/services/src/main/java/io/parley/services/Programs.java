package io.parley.services;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;

/** The hub and the simulator as {@code ./parley up} runs them: from copies, with the flags that suit them. */
public final class Programs {

    private final Path repository;
    private final Path home;

    /** @param home where copies, logs and process ids are */
    Programs(Path repository, Path home) {
        this.repository = repository;
        this.home = home;
    }

    /** Those of this checkout, with a home elsewhere than {@code up}'s. */
    public static Programs in(Path home) {
        return new Programs(Folders.repository(), home.toAbsolutePath());
    }

    /** Ready when its readiness probe says so. */
    public Server hub(Map<String, String> settings, int port) {
        Path jar = copyOf(repository.resolve("infra/standalone/target/parley.jar"), "hub");
        // 320 MB of heap, its code and libraries stay below 500 MB resident. Both compilers, because throughput needs
        // the second.
        List<String> flags = List.of("-Xms96m", "-Xmx320m", "-Xss512k", "-XX:ReservedCodeCacheSize=96m");
        return new JavaProgram(
                "hub",
                home,
                jar,
                flags,
                settings,
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"));
    }

    Server simulator(int port, String key) {
        Map<String, String> settings = Map.of(
                "SIMULATOR_PORT", Integer.toString(port),
                "SIMULATOR_API_KEY", key,
                "SIMULATOR_DATA", home.resolve("simulator").toString());
        Path jar = copyOf(repository.resolve("infra/evolution-simulator/target/evolution-simulator.jar"), "simulator");
        // A phone to try things with is idle most of the time: the first compiler is enough and keeps it small.
        List<String> flags = List.of("-Xmx96m", "-XX:TieredStopAtLevel=1");
        return new JavaProgram("simulator", home, jar, flags, settings, URI.create("http://127.0.0.1:" + port + "/"));
    }

    /**
     * A copy to run from, because a build replaces the jar under a running program, which then fails in odd places.
     * Boot's jars are unpacked on the way: that starts faster.
     */
    private Path copyOf(Path jar, String name) {
        if (!Files.exists(jar)) {
            throw new ServicesException("%s is missing; run ./mvnw package".formatted(repository.relativize(jar)));
        }
        Path folder = home.resolve("run").resolve(name);
        Path copy = folder.resolve(jar.getFileName());
        Path mark = folder.resolve("made-from");
        try {
            String origin = Files.getLastModifiedTime(jar) + " " + Files.size(jar);
            if (Files.exists(copy)
                    && Files.exists(mark)
                    && Files.readString(mark).equals(origin)) {
                return copy;
            }
            Folders.delete(folder);
            Files.createDirectories(folder);
            if (isBootJar(jar)) {
                unpack(jar, folder);
            } else {
                Files.copy(jar, copy);
            }
            Files.writeString(mark, origin);
            return copy;
        } catch (IOException e) {
            throw new ServicesException("%s could not be copied: %s".formatted(jar, e.getMessage()), e);
        }
    }

    private void unpack(Path jar, Path folder) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--force",
                "--destination",
                folder.toString());
        Child.run("unpack", home, command, Duration.ofMinutes(1));
    }

    private static boolean isBootJar(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry("BOOT-INF/") != null;
        }
    }
}
