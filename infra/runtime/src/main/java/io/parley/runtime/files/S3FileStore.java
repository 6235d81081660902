package io.parley.runtime.files;

import java.nio.file.Path;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Files in a bucket of S3 or something that speaks it. Uploads are spooled to disk first: S3 wants to know the size.
 */
final class S3FileStore implements FileStore, AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final S3Client client;
    private final String bucket;
    private final Path spoolFolder;
    private final DataSize maxSize;

    S3FileStore(S3Client client, String bucket, Path spoolFolder, DataSize maxSize) {
        this.client = client;
        this.bucket = bucket;
        this.spoolFolder = spoolFolder;
        this.maxSize = maxSize;
    }

    @Override
    public Mono<StoredFile> write(FileToStore file) {
        return Mono.usingWhen(
                Spool.of(file.bytes(), spoolFolder, maxSize),
                spooled -> Mono.fromCallable(
                                () -> upload(spooled, FileKeys.newKeyFor(file.fileName()), file.mediaType()))
                        .subscribeOn(Schedulers.boundedElastic()),
                spooled -> Mono.fromRunnable(spooled::delete).subscribeOn(Schedulers.boundedElastic()));
    }

    private StoredFile upload(Spool spooled, String key, String mediaType) {
        client.putObject(
                request -> request.bucket(bucket).key(key).contentType(mediaType),
                RequestBody.fromFile(spooled.path()));
        return new StoredFile(key, mediaType, spooled.sizeBytes());
    }

    @Override
    public Mono<FileContent> read(String key) {
        if (!FileKeys.isKey(key)) {
            return Mono.empty();
        }
        return Mono.fromCallable(() ->
                        client.headObject(request -> request.bucket(bucket).key(key)))
                .map(head -> contentOf(key, head))
                .onErrorResume(S3FileStore::isMissing, e -> Mono.empty())
                .subscribeOn(Schedulers.boundedElastic());
    }

    private FileContent contentOf(String key, HeadObjectResponse head) {
        return new FileContent(
                new StoredFile(key, head.contentType(), head.contentLength()),
                (from, count) -> bytes(key, from, count));
    }

    private Flux<DataBuffer> bytes(String key, long from, long count) {
        return DataBufferUtils.readInputStream(
                        () -> client.getObject(request ->
                                request.bucket(bucket).key(key).range("bytes=%d-%d".formatted(from, from + count - 1))),
                        DefaultDataBufferFactory.sharedInstance,
                        BUFFER_BYTES)
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Void> delete(String key) {
        if (!FileKeys.isKey(key)) {
            return Mono.empty();
        }
        return Mono.fromCallable(() ->
                        client.deleteObject(request -> request.bucket(bucket).key(key)))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    @Override
    public void close() {
        client.close();
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof S3Exception answer && answer.statusCode() == 404;
    }
}
