package io.parley.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The system's PostgreSQL as a private cluster on loopback, under an unprivileged user when this JVM is root's. */
final class NativePostgres extends NativeServer {

    private static final String USERNAME = "parley";

    private final Path home;
    private final Path programs;
    private final Path data;
    private final Path cluster;
    private final Optional<String> user;
    private final Database database;

    NativePostgres(Path home) {
        this.home = home;
        Path wanted = home.resolve("postgres");
        this.programs = findPrograms();
        this.user = userToBecome();
        this.data = user.isPresent() ? reachable(wanted) : wanted;
        this.cluster = data.resolve("cluster");
        String password = Folders.remembered(data.resolve("password"), () -> Folders.randomHex(12));
        int port = Folders.port(data.resolve("port"));
        this.database = new Database("127.0.0.1", port, "parley", USERNAME, password);
    }

    @Override
    public synchronized void start() {
        super.start();
        database.createIfMissing();
    }

    @Override
    Child launch() {
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            Folders.delete(cluster);
            give(data);
            give(data.resolve("password"));
            Child.run("initdb", home, asUser(initdb()), Duration.ofSeconds(120));
        }
        // Durability as in production: tests kill servers and count what is left. No socket file: its path would be too
        // long.
        List<String> command = List.of(
                programs.resolve("postgres").toString(),
                "-D",
                cluster.toString(),
                "-c",
                "port=" + database.port(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=64MB",
                "-c",
                "jit=off",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC",
                "-c",
                "log_min_messages=warning");
        // INT is PostgreSQL's fast shutdown: it ends sessions; TERM would wait for them.
        return Child.start(name(), home, data, asUser(command), Map.of(), "INT");
    }

    private List<String> initdb() {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        return List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + cluster,
                "--username=" + USERNAME,
                "--auth=scram-sha-256",
                "--pwfile=" + data.resolve("password"),
                "--encoding=UTF8",
                // Unicode-aware upper and lower case, byte order for sorting, the same on every machine
                "--locale=" + (mac ? "en_US.UTF-8" : "C.UTF-8"),
                "--no-instructions");
    }

    private List<String> asUser(List<String> command) {
        List<String> whole = new ArrayList<>();
        user.ifPresent(name -> {
            String setpriv = Child.findOnPath("setpriv")
                    .orElseThrow(
                            () -> new ServicesException(
                                    "PostgreSQL does not run as root and setpriv (package util-linux) is missing; install it or use an ordinary user"));
            whole.addAll(List.of(setpriv, "--reuid=" + name, "--regid=" + name, "--init-groups"));
        });
        whole.addAll(command);
        return whole;
    }

    /** PostgreSQL refuses to run as root; the user its package made is there to run it. */
    private static Optional<String> userToBecome() {
        return "root".equals(System.getProperty("user.name")) ? Optional.of("postgres") : Optional.empty();
    }

    /**
     * A clone under {@code /root} is closed to other users, and so would be the data inside. It then lives under
     * {@code /var/lib/parley}, and a link stands where it was wanted.
     */
    private static Path reachable(Path wanted) {
        try {
            if (Files.isSymbolicLink(wanted)) {
                Path target = Files.readSymbolicLink(wanted);
                Files.createDirectories(target);
                return target;
            }
            Files.createDirectories(wanted.toAbsolutePath());
            for (Path folder = wanted.toAbsolutePath().getParent(); folder != null; folder = folder.getParent()) {
                if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    Path target = Path.of(Folders.SYSTEM_DATA, "postgres-" + UUID.randomUUID());
                    Files.createDirectories(target);
                    Files.delete(wanted);
                    return Files.readSymbolicLink(Files.createSymbolicLink(wanted, target));
                }
            }
            return wanted.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void give(Path path) {
        if (user.isEmpty()) {
            return;
        }
        try {
            UserPrincipal owner =
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.get());
            Files.setOwner(path, owner);
        } catch (IOException e) {
            throw new ServicesException("%s cannot be given to the user %s".formatted(path, user.get()), e);
        }
    }

    /** Where systems keep PostgreSQL's programs; the newest server wins. The same places as in infra/setup. */
    private static Path findPrograms() {
        List<Path> places = new ArrayList<>();
        for (String parent :
                List.of("/usr/lib/postgresql", "/usr", "/usr/libexec", "/opt/homebrew/opt", "/usr/local/opt")) {
            try (Stream<Path> children = Files.list(Path.of(parent))) {
                children.forEach(child -> {
                    places.add(child.resolve("bin"));
                    places.add(child);
                });
            } catch (IOException notThere) {
                // not this kind of system
            }
        }
        places.add(Path.of("/usr/local/pgsql/bin"));
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(Path::of)
                .forEach(places::add);
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("postgres")))
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .max(Comparator.comparingInt(NativePostgres::version))
                .orElseThrow(() -> new ServicesException("PostgreSQL is not installed; run infra/setup/install.sh"));
    }

    /** The first number in the path ({@code /usr/lib/postgresql/15/bin}); none counts as oldest. */
    private static int version(Path programs) {
        String digits = programs.toString().replaceFirst("^\\D*", "").replaceFirst("\\D.*$", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String address() {
        return "127.0.0.1:" + database.port();
    }

    @Override
    public Map<String, String> settings() {
        return database.settings();
    }

    @Override
    public boolean isReady() {
        return database.serverAnswers();
    }

    Postgres withDatabase() {
        return new Postgres(this, database);
    }
}
