package io.parley.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One of our jars, unpacked as {@code ./parley up} and the container image have it, and started from an archive of its
 * classes where there is one: a killed hub is back sooner.
 */
final class Program {

    private Program() {}

    /** The command that runs a jar, without its arguments. */
    static synchronized List<String> command(Path jar, String... flags) {
        Path unpacked = unpacked(jar);
        List<String> command = new ArrayList<>(List.of(Repository.java(), "-XX:+UseSerialGC"));
        command.addAll(compiler());
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow"));
        if (Files.exists(archive(unpacked))) {
            command.add("-XX:SharedArchiveFile=" + archive(unpacked));
        }
        command.addAll(List.of(flags));
        command.addAll(List.of("-jar", unpacked.toString()));
        return command;
    }

    /**
     * Leaves the archive of classes when there is none yet; without it all goes slower.
     *
     * @param startAndEnd runs the program with that flag: what it loads until its orderly end is what the archive has
     */
    static synchronized void archiveClasses(Path jar, Consumer<String> startAndEnd) {
        Path archive = archive(unpacked(jar));
        if (!Files.exists(archive)) {
            startAndEnd.accept("-XX:ArchiveClassesAtExit=" + archive);
        }
    }

    /**
     * As this process was told: a test of a minute gains nothing from the second compiler, a bench measures with it.
     */
    private static List<String> compiler() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(it -> it.startsWith("-XX:TieredStopAtLevel"))
                .toList();
    }

    private static Path archive(Path unpacked) {
        return unpacked.resolveSibling("classes.jsa");
    }

    private static Path unpacked(Path jar) {
        Path folder = Repository.root().resolve("infra/e2e/target/programs").resolve(nameOf(jar));
        Path unpacked = folder.resolve(jar.getFileName());
        Path mark = folder.resolve("made-from");
        try {
            String origin = Files.getLastModifiedTime(jar) + " " + Files.size(jar);
            if (Files.exists(mark) && Files.readString(mark).equals(origin)) {
                return unpacked;
            }
            Files.createDirectories(folder);
            Files.deleteIfExists(archive(unpacked));
            unpack(jar, folder);
            Files.writeString(mark, origin);
            return unpacked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path jar, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(
                        Repository.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        folder.toString())
                .inheritIO();
        if (run(builder) != 0) {
            throw new IllegalStateException(jar + " could not be unpacked");
        }
    }

    private static int run(ProcessBuilder builder) {
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String nameOf(Path jar) {
        return jar.getFileName().toString().replaceFirst("\\.jar$", "");
    }
}
