package io.parley.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The repository's root, and small dealings with the data folders. */
final class Folders {

    /** For data of servers that run under another user, when the repository is closed to that user. */
    static final String SYSTEM_DATA = "/var/lib/parley";

    private Folders() {}

    /** Where the repository is: {@code PARLEY_HOME}, or the nearest folder above that holds the launcher and infra. */
    static Path repository() {
        String given = System.getProperty("parley.home", System.getenv().getOrDefault("PARLEY_HOME", ""));
        if (!given.isBlank()) {
            return Path.of(given).toAbsolutePath();
        }
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("infra/services")) && Files.exists(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new ServicesException("%s is not inside the repository; set PARLEY_HOME to its folder".formatted(here));
    }

    /** A value that is made once and then remembered in a file: a port, a cluster's id, a password. */
    static String remembered(Path file, Supplier<String> make) {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            String value = make.get();
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, value + "\n");
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(
                        file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The remembered port if it is still free, else a new one, remembered instead. */
    static int port(Path file) {
        int port = Integer.parseInt(remembered(file, () -> Integer.toString(Ports.free())));
        if (Ports.isFree(port)) {
            return port;
        }
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Integer.parseInt(remembered(file, () -> Integer.toString(Ports.free())));
    }

    /**
     * A new folder under {@code .parley/test} for this process. Folders of processes that are gone are removed on the
     * way: nobody could do that when a test's JVM was killed.
     */
    static Path temporary(String purpose) {
        Path tests = repository().resolve(".parley/test");
        try {
            Files.createDirectories(tests);
            try (Stream<Path> folders = Files.list(tests)) {
                folders.filter(Folders::isOrphaned).forEach(Folders::delete);
            }
            Path folder = Files.createTempDirectory(
                    tests, purpose + "-" + ProcessHandle.current().pid() + "-");
            // open to PostgreSQL's user, whose data is inside
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOrphaned(Path folder) {
        String[] parts = folder.getFileName().toString().split("-");
        if (parts.length < 3) {
            return false;
        }
        try {
            return ProcessHandle.of(Long.parseLong(parts[parts.length - 2])).isEmpty();
        } catch (NumberFormatException notOurs) {
            return false;
        }
    }

    static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Deletes as much as it can; data that a link led to {@value #SYSTEM_DATA} goes too. */
    static void delete(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            deleteAll(folder);
        } catch (IOException | UncheckedIOException inUse) {
            // a server may still be on its way out; the next run finds the rest
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isSymbolicLink(entry)
                        && Files.exists(entry)
                        && Files.readSymbolicLink(entry).startsWith(SYSTEM_DATA)) {
                    deleteAll(Files.readSymbolicLink(entry));
                }
                Files.deleteIfExists(entry);
            }
        }
    }
}
