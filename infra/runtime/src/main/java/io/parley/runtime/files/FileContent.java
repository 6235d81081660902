package io.parley.runtime.files;

import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/** A stored file and the way to its bytes, whole or in part; nothing is read before somebody subscribes. */
public record FileContent(StoredFile file, Source source) {

    public Flux<DataBuffer> bytes() {
        return bytes(0, file.sizeBytes());
    }

    /** A part, for HTTP range requests: {@code count} bytes from {@code from}, fewer when the file ends before. */
    public Flux<DataBuffer> bytes(long from, long count) {
        long available = Math.max(0, Math.min(count, file.sizeBytes() - from));
        return from < 0 || available == 0 ? Flux.empty() : source.read(from, available);
    }

    /** Reads a part of the file that is known to be there. */
    @FunctionalInterface
    public interface Source {
        Flux<DataBuffer> read(long from, long count);
    }
}
