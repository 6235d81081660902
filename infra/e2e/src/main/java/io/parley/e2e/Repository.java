package io.parley.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where this checkout lies, and what was built in it. */
public final class Repository {

    private Repository() {}

    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("infra/standalone/pom.xml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("not inside a checkout of Parley");
            }
        }
        return folder;
    }

    public static Path hubJar() {
        Path jar = root().resolve("infra/standalone/target/parley.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: build infra/standalone first");
        }
        return jar;
    }

    /** The jar of one part, which runs it in a process of its own. */
    public static Path partJar(String part) {
        Path target = root().resolve(part).resolve("target");
        try (Stream<Path> jars = Files.list(target)) {
            return jars.filter(jar -> jar.getFileName().toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("build %s first".formatted(part)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
