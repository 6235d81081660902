package io.parley.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The system's Redis or Valkey on loopback. */
final class NativeRedis extends NativeServer {

    private final String program;
    private final Path home;
    private final Path data;
    private final int port;

    NativeRedis(Path home) {
        this.program = Child.findOnPath("redis-server")
                .or(() -> Child.findOnPath("valkey-server"))
                .orElseThrow(() -> new ServicesException(
                        "neither redis-server nor valkey-server is installed; run infra/setup/install.sh"));
        this.home = home;
        this.data = home.resolve("redis");
        this.port = Folders.port(data.resolve("port"));
    }

    @Override
    Child launch() {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The append-only file, flushed each second, keeps streams and cursors over a restart; snapshots would add
        // nothing.
        List<String> command = List.of(
                program,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--daemonize",
                "no");
        return Child.start(name(), home, data, command, Map.of(), "TERM");
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("REDIS_URL", "redis://" + address());
    }

    @Override
    public boolean isReady() {
        return Probe.redis("127.0.0.1", port, "");
    }
}
