package io.parley.ingress.webhook;

import io.parley.runtime.files.FileContent;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.files.StoredFile;
import java.io.IOException;
import reactor.core.publisher.Mono;

/** A file store that can be made to fail. */
class FakeFiles implements FileStore {

    private final FileStore real;
    private volatile boolean away;

    FakeFiles(FileStore real) {
        this.real = real;
    }

    void becomesAway(boolean now) {
        away = now;
    }

    @Override
    public Mono<StoredFile> write(FileToStore file) {
        return away ? Mono.error(new IOException("no space left")) : real.write(file);
    }

    @Override
    public Mono<FileContent> read(String key) {
        return real.read(key);
    }

    @Override
    public Mono<Void> delete(String key) {
        return real.delete(key);
    }
}
