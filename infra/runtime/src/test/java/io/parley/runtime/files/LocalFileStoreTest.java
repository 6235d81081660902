package io.parley.runtime.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class LocalFileStoreTest implements FileStoreContract {

    @TempDir
    private Path directory;

    @Override
    public FileStore store() {
        return FileStore.in(directory, MAX_SIZE);
    }

    @Override
    public long filesLeft() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).count();
        }
    }
}
