package io.parley.runtime.files;

import java.nio.file.Path;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/** Where attachments lie: a directory or an S3 bucket, the same to everyone who uses it. */
public interface FileStore {

    /**
     * Writes a file under a new key. Completes when it is safely there; errors with {@link FileTooLarge} past the size
     * limit, and leaves nothing behind then.
     */
    Mono<StoredFile> write(FileToStore file);

    /** The file under a key; empty when there is none. */
    Mono<FileContent> read(String key);

    /** Completes also when there was none. */
    Mono<Void> delete(String key);

    /** A store in a directory, created when missing; what the hub uses unless told otherwise, and tests always. */
    static FileStore in(Path directory, DataSize maxSize) {
        return new LocalFileStore(directory, maxSize);
    }
}
