package io.parley.runtime.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Files in a directory, sharded by the first two letters of the key. A file appears whole or not at all: it is written
 * aside, forced to the disk and renamed. Its media type lies beside it, written first.
 */
final class LocalFileStore implements FileStore {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String TYPE_SUFFIX = ".type";

    private final Path directory;
    private final DataSize maxSize;

    LocalFileStore(Path directory, DataSize maxSize) {
        this.directory = directory.toAbsolutePath().normalize();
        this.maxSize = maxSize;
    }

    @Override
    public Mono<StoredFile> write(FileToStore file) {
        return Mono.defer(() -> write(file, FileKeys.newKeyFor(file.fileName())));
    }

    private Mono<StoredFile> write(FileToStore file, String key) {
        return Spool.of(file.bytes(), directory.resolve("incoming"), maxSize)
                .flatMap(spooled -> Mono.fromCallable(() -> settle(spooled, key, file.mediaType()))
                        .subscribeOn(Schedulers.boundedElastic()));
    }

    private StoredFile settle(Spool spooled, String key, String mediaType) throws IOException {
        Path folder = folderOf(key);
        Files.createDirectories(folder);
        try (FileChannel type = FileChannel.open(
                typePathOf(key),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            type.write(ByteBuffer.wrap(mediaType.getBytes(StandardCharsets.UTF_8)));
            type.force(true);
        }
        Files.move(spooled.path(), pathOf(key), StandardCopyOption.ATOMIC_MOVE);
        force(folder);
        return new StoredFile(key, mediaType, spooled.sizeBytes());
    }

    @Override
    public Mono<FileContent> read(String key) {
        if (!FileKeys.isKey(key)) {
            return Mono.empty();
        }
        return Mono.fromCallable(() -> open(key))
                .onErrorResume(NoSuchFileException.class, e -> Mono.empty())
                .subscribeOn(Schedulers.boundedElastic());
    }

    private FileContent open(String key) throws IOException {
        Path path = pathOf(key);
        String mediaType = Files.readString(typePathOf(key)).strip();
        return new FileContent(
                new StoredFile(key, mediaType, Files.size(path)), (from, count) -> bytes(path, from, count));
    }

    private static Flux<DataBuffer> bytes(Path path, long from, long count) {
        Flux<DataBuffer> all = DataBufferUtils.read(
                new FileSystemResource(path), from, DefaultDataBufferFactory.sharedInstance, BUFFER_BYTES);
        return DataBufferUtils.takeUntilByteCount(all, count);
    }

    @Override
    public Mono<Void> delete(String key) {
        if (!FileKeys.isKey(key)) {
            return Mono.empty();
        }
        return Mono.fromRunnable(() -> deleteNow(key))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private void deleteNow(String key) {
        try {
            Files.deleteIfExists(pathOf(key));
            Files.deleteIfExists(typePathOf(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folderOf(String key) {
        return directory.resolve(key.substring(0, 2));
    }

    private Path pathOf(String key) {
        return folderOf(key).resolve(key);
    }

    private Path typePathOf(String key) {
        return folderOf(key).resolve(key + TYPE_SUFFIX);
    }

    /** Makes the rename itself survive a power cut, where the system allows to open a directory. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return; // Windows cannot; the file itself is on the disk
        }
    }
}
