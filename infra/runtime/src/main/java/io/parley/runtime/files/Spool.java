package io.parley.runtime.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Bytes of unknown length that were written to a file aside and forced to the disk, so that their size is known. */
record Spool(Path path, long sizeBytes) {

    /** Nothing is left behind when it fails or is given up. */
    static Mono<Spool> of(Flux<DataBuffer> bytes, Path folder, DataSize limit) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> open(folder)).subscribeOn(Schedulers.boundedElastic()),
                file -> file.write(bytes, limit),
                file -> file.close(false),
                (file, failure) -> file.close(true),
                file -> file.close(true));
    }

    private static OpenFile open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path path = Files.createTempFile(folder, "file", ".part");
        return new OpenFile(path, FileChannel.open(path, StandardOpenOption.WRITE));
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file while it is being written. */
    private record OpenFile(Path path, FileChannel channel) {

        Mono<Spool> write(Flux<DataBuffer> bytes, DataSize limit) {
            AtomicLong size = new AtomicLong();
            Flux<DataBuffer> limited = bytes.handle((buffer, sink) -> {
                if (size.addAndGet(buffer.readableByteCount()) > limit.toBytes()) {
                    DataBufferUtils.release(buffer);
                    sink.error(new FileTooLarge(limit));
                } else {
                    sink.next(buffer);
                }
            });
            return DataBufferUtils.write(limited.publishOn(Schedulers.boundedElastic()), channel)
                    .doOnNext(DataBufferUtils::release)
                    .then(Mono.fromCallable(() -> {
                        channel.force(true);
                        return new Spool(path, size.get());
                    }));
        }

        Mono<Void> close(boolean delete) {
            return Mono.<Void>fromRunnable(() -> {
                        try {
                            channel.close();
                            if (delete) {
                                Files.deleteIfExists(path);
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .subscribeOn(Schedulers.boundedElastic());
        }
    }
}
