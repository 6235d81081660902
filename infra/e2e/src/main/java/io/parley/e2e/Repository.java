package io.parley.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

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

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
