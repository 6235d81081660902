package io.parley.store.media;

import io.parley.runtime.files.FileContent;
import io.parley.runtime.files.FileStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads how large an image is from its first bytes, without decoding it. */
@Component
class ImageHeader {

    /** Enough for every header, embedded thumbnails included. */
    private static final int FIRST_BYTES = 256 * 1024;

    private final FileStore files;

    ImageHeader(FileStore files) {
        this.files = files;
    }

    /** Empty for what is no image, or none that can be read: a wrong size is worse than none. */
    Mono<ImageSize> sizeOf(FetchedFile file) {
        if (!file.stored().mediaType().startsWith("image/")) {
            return Mono.empty();
        }
        return files.read(file.stored().key())
                .flatMap(ImageHeader::firstBytes)
                .publishOn(Schedulers.boundedElastic())
                .mapNotNull(ImageHeader::read)
                .onErrorComplete();
    }

    private static Mono<byte[]> firstBytes(FileContent content) {
        return DataBufferUtils.join(DataBufferUtils.takeUntilByteCount(content.bytes(), FIRST_BYTES))
                .map(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                });
    }

    private static @Nullable ImageSize read(byte[] bytes) {
        try (ImageInputStream stream =
                Objects.requireNonNull(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes)))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return new ImageSize(reader.getWidth(0), reader.getHeight(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            return null;
        }
    }

    /** In pixels. */
    record ImageSize(int width, int height) {}
}
