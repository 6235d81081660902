package io.parley.ingress.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of one webhook, in memory while they are few and in a file when not, and the files found in them. */
final class WebhookBody {

    private final Path spool;
    private final List<Path> files = new ArrayList<>();
    private byte @Nullable [] inMemory;
    private @Nullable Path onDisk;

    WebhookBody(Path spool) {
        this.spool = spool;
    }

    void fill(byte[] bytes) {
        inMemory = bytes;
    }

    /** Where to write a body that does not fit into memory. */
    synchronized Path spoolFile() throws IOException {
        onDisk = newFile();
        return onDisk;
    }

    /** From the beginning, as often as asked. */
    synchronized InputStream open() throws IOException {
        if (onDisk != null) {
            return Files.newInputStream(onDisk);
        }
        return new ByteArrayInputStream(inMemory == null ? new byte[0] : inMemory);
    }

    /** An empty file that lives as long as this body. */
    synchronized Path newFile() throws IOException {
        Files.createDirectories(spool);
        Path file = Files.createTempFile(spool, "parley-webhook-", ".part");
        files.add(file);
        return file;
    }

    synchronized void discard() throws IOException {
        inMemory = null;
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        files.clear();
    }
}
