package io.parley.services;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Parley on one machine: the servers, the simulator unless a real Evolution API is given, and the hub, watched over
 * until someone ends it. What ends by itself is started again.
 */
public final class Up {

    /** A part that ends this often within {@link #RESTART_WINDOW} will not get well by being started once more. */
    private static final int RESTARTS = 3;

    private static final Duration RESTART_WINDOW = Duration.ofMinutes(2);

    private final Map<String, String> environment;
    private final Path repository;
    private final Path home;
    private final Programs programs;
    private final long begin = System.nanoTime();
    private final List<Server> started = new ArrayList<>();
    private @Nullable Services services;
    private boolean ending;

    private Up(Map<String, String> environment, Path repository) {
        this.environment = environment;
        this.repository = repository;
        this.home = repository.resolve(".parley");
        this.programs = new Programs(repository, home);
    }

    public static void main(String[] arguments) {
        Up up = new Up(System.getenv(), Folders.repository());
        try {
            up.run();
        } catch (ServicesException e) {
            if (!up.isEnding()) {
                System.err.println("parley: " + e.getMessage());
            }
            System.exit(1);
        }
    }

    private void run() {
        FileLock lock = lockOrSayWhoHasIt();
        int port = port("PARLEY_PORT", 3000);
        int simulatorPort = port("SIMULATOR_PORT", 8081);
        boolean simulated = setting("EVOLUTION_API_URL").isEmpty();
        requireFree(port, "PARLEY_PORT");
        if (simulated) {
            requireFree(simulatorPort, "SIMULATOR_PORT");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(lock)));

        CompletableFuture<Void> simulator = CompletableFuture.runAsync(() -> {
            if (simulated) {
                start(programs.simulator(simulatorPort, simulatorKey()));
            }
        });
        Services servers = Services.start(home, this::say);
        services = servers;
        try {
            simulator.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ServicesException known ? known : e;
        }
        Map<String, String> settings = hubSettings(servers.settings(), port, simulated, simulatorPort);
        ServicesMain.writeEnvironment(home.resolve("run/hub.env"), settings);
        start(programs.hub(settings, port));
        welcome(settings, simulated, simulatorPort);
        watch(servers);
    }

    private FileLock lockOrSayWhoHasIt() {
        Path run = home.resolve("run");
        try {
            Files.createDirectories(run);
            Path pid = run.resolve("up.pid");
            FileLock lock = new RandomAccessFile(run.resolve("up.lock").toFile(), "rw")
                    .getChannel()
                    .tryLock();
            if (lock == null) {
                throw new ServicesException(
                        "already running here (process %s); ./parley status shows it, ./parley down stops it"
                                .formatted(
                                        Files.exists(pid)
                                                ? Files.readString(pid).strip()
                                                : "unknown"));
            }
            Files.writeString(pid, ProcessHandle.current().pid() + "\n");
            return lock;
        } catch (IOException e) {
            throw new ServicesException("%s cannot be written: %s".formatted(run, e.getMessage()), e);
        }
    }

    private static void requireFree(int port, String setting) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
        } catch (IOException taken) {
            throw new ServicesException(
                    "port %1$d is taken by another program; end that one, or choose another port: %2$s=%3$d ./parley up"
                            .formatted(port, setting, port + 10));
        }
    }

    /** What the user set wins; the rest makes the first minute work without any. */
    private Map<String, String> hubSettings(
            Map<String, String> servers, int port, boolean simulated, int simulatorPort) {
        Map<String, String> settings = new LinkedHashMap<>(servers);
        settings.put("PARLEY_PORT", Integer.toString(port));
        settings.put("PARLEY_HOME", repository.toString());
        settings.put(
                "PARLEY_FILES",
                setting("PARLEY_FILES").orElse(home.resolve("files").toString()));
        settings.put("PARLEY_DEMO", setting("PARLEY_DEMO").orElse("true"));
        settings.put("FRONTEND_URL", setting("FRONTEND_URL").orElse("http://localhost:" + port));
        settings.put(
                "SECRET_KEY_BASE",
                setting("SECRET_KEY_BASE")
                        .orElseGet(() -> Folders.remembered(home.resolve("secret"), () -> Folders.randomHex(64))));
        // without the demo the first who opens the console makes the account, unless the settings name one
        if (!settings.get("PARLEY_DEMO").equals("false")
                || setting("PARLEY_ADMIN_EMAIL").isPresent()) {
            settings.put("PARLEY_ADMIN_EMAIL", setting("PARLEY_ADMIN_EMAIL").orElse("admin@parley.example"));
            settings.put(
                    "PARLEY_ADMIN_PASSWORD",
                    setting("PARLEY_ADMIN_PASSWORD")
                            .orElseGet(() -> Folders.remembered(
                                    home.resolve("admin-password"), () -> "Parley-" + Folders.randomHex(5) + "!")));
        }
        if (simulated) {
            settings.put("EVOLUTION_API_URL", "http://127.0.0.1:" + simulatorPort);
            settings.put("EVOLUTION_API_KEY", simulatorKey());
        }
        return settings;
    }

    private String simulatorKey() {
        return setting("SIMULATOR_API_KEY").orElse("simulator-key");
    }

    private void start(Server program) {
        say(program.name() + " is starting");
        long from = System.nanoTime();
        synchronized (started) {
            if (ending) {
                return;
            }
            started.add(program);
        }
        program.start();
        say("%s ready on %s (%s)".formatted(program.name(), program.address(), since(from)));
    }

    private void welcome(Map<String, String> settings, boolean simulated, int simulatorPort) {
        String url = "http://localhost:" + settings.get("PARLEY_PORT");
        System.out.printf("%nParley is ready (%s).%n%n", since(begin));
        System.out.printf("  Console    %s%n", url);
        if (settings.containsKey("PARLEY_ADMIN_EMAIL")) {
            System.out.printf("  Sign in    %s%n", settings.get("PARLEY_ADMIN_EMAIL"));
            System.out.printf("  Password   %s%n", settings.get("PARLEY_ADMIN_PASSWORD"));
        } else {
            System.out.printf("  Sign in    on an empty installation the console asks for the first account%n");
        }
        System.out.printf("  API        %s/docs%n", url);
        if (simulated) {
            System.out.printf(
                    "  Phone      http://localhost:%d   write as a customer; a simulator, no real WhatsApp%n",
                    simulatorPort);
        } else {
            System.out.printf("  WhatsApp   %s%n", setting("EVOLUTION_API_URL").orElse(""));
        }
        System.out.printf("  Logs       ./parley logs%n%nData is kept in .parley. Ctrl-C stops everything.%n");
        System.out.flush();
    }

    /** Starts again what ended without being asked to; gives up on what keeps ending. */
    private void watch(Services servers) {
        List<Server> all = new ArrayList<>(servers.all());
        synchronized (started) {
            all.addAll(started);
        }
        Map<String, Deque<Long>> ends = new LinkedHashMap<>();
        while (!isEnding()) {
            for (Server server : all) {
                if (server instanceof NativeServer process && process.hasEnded() && !isEnding()) {
                    startAgain(process, ends.computeIfAbsent(process.name(), name -> new ArrayDeque<>()));
                }
            }
            pause();
        }
    }

    private void startAgain(NativeServer process, Deque<Long> ends) {
        long now = System.nanoTime();
        ends.removeIf(end -> now - end > RESTART_WINDOW.toNanos());
        ends.add(now);
        if (ends.size() > RESTARTS) {
            throw new ServicesException("%s ended %d times within %d minutes; see .parley/logs/%s.log"
                    .formatted(process.name(), ends.size(), RESTART_WINDOW.toMinutes(), process.name()));
        }
        say(process.name() + " ended unexpectedly; starting it again");
        process.start();
        say(process.name() + " ready again (" + since(now) + ")");
    }

    private void pause() {
        try {
            synchronized (this) {
                wait(500);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isEnding() {
        synchronized (started) {
            return ending;
        }
    }

    /** The hub first, while its servers are still there, then the servers. */
    private void end(FileLock lock) {
        List<Server> programs;
        synchronized (started) {
            ending = true;
            programs = List.copyOf(started).reversed();
        }
        say("stopping");
        programs.forEach(Server::stop);
        if (services != null) {
            services.close();
        }
        for (String file : List.of("run/up.pid", "run/hub.env")) {
            home.resolve(file).toFile().delete();
        }
        try {
            lock.release();
        } catch (IOException e) {
            // it goes with the process
        }
        say("stopped; data is kept in .parley");
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private int port(String name, int otherwise) {
        String value = setting(name).orElse(Integer.toString(otherwise));
        if (!value.matches("[0-9]{1,5}")) {
            throw new ServicesException("%s must be a port number, not '%s'".formatted(name, value));
        }
        return Integer.parseInt(value);
    }

    private void say(String line) {
        System.out.println("parley: " + line);
    }

    private static String since(long from) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - from) / 1e9);
    }
}
