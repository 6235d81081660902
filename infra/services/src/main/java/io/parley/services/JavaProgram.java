package io.parley.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of our own programs in a JVM of its own; it is ready when a page of it answers with 2xx. */
final class JavaProgram extends NativeServer {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final Path home;
    private final Path jar;
    private final List<String> flags;
    private final Map<String, String> settings;
    private final URI ready;

    /** @param flags what the JVM is told on top of what all of ours are */
    JavaProgram(String name, Path home, Path jar, List<String> flags, Map<String, String> settings, URI ready) {
        this.name = name;
        this.home = home;
        this.jar = jar;
        this.flags = flags;
        this.settings = settings;
        this.ready = ready;
    }

    @Override
    Child launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Serial collection and few malloc arenas: on a small heap they cost little time and save a lot of memory.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        // Native access is allowed by the jars' manifests: as a flag it would keep the JVM from using its class
        // archive.
        // Newer than JDK 21, hence the first flag: smaller objects, and no warning about what Netty still uses.
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseCompactObjectHeaders",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(Child.startFaster(jar.resolveSibling(name + ".jsa")));
        command.addAll(flags);
        command.addAll(List.of("-jar", jar.toString()));
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("MALLOC_ARENA_MAX", "2");
        return Child.start(name, home, home, command, environment, "TERM");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String address() {
        return ready.getAuthority();
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public boolean isReady() {
        return answers(ready);
    }

    static boolean answers(URI page) {
        HttpRequest request =
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build();
        try {
            int status =
                    CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException notReady) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
