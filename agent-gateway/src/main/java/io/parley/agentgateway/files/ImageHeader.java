package io.parley.agentgateway.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.springframework.core.io.buffer.DataBuffer;

/** Looks at the beginning of a file that passes by, to learn how large the image in it is; no pixel is read. */
final class ImageHeader {

    /** Enough for a photo's own preview, which comes before its size. */
    private static final int MAX_BYTES = 128 << 10;

    private byte[] head = new byte[0];

    /** Copies what is still wanted; the buffer stays as it is. */
    void read(DataBuffer buffer) {
        int wanted = Math.min(MAX_BYTES - head.length, buffer.readableByteCount());
        if (wanted > 0) {
            int before = head.length;
            head = Arrays.copyOf(head, before + wanted);
            try (DataBuffer.ByteBufferIterator bytes = buffer.readableByteBuffers()) {
                int position = before;
                while (bytes.hasNext() && position < head.length) {
                    var next = bytes.next();
                    int count = Math.min(next.remaining(), head.length - position);
                    next.get(head, position, count);
                    position += count;
                }
            }
        }
    }

    /** Empty for what is no image, or none of a kind the JDK reads. */
    Optional<Size> size() {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(head))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return Optional.of(new Size(reader.getWidth(0), reader.getHeight(0)));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** In pixels. */
    record Size(int width, int height) {}
}
