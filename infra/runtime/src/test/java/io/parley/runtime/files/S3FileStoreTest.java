package io.parley.runtime.files;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Against the four calls of S3 that the store makes, answered from memory. */
class S3FileStoreTest implements FileStoreContract {

    private final Map<String, Stored> objects = new ConcurrentHashMap<>();

    @TempDir
    private Path spool;

    private DisposableServer server;
    private FileStore store;

    @BeforeEach
    void startTheBucket() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .route(routes -> routes.put("/bucket/{key}", this::put)
                        .get("/bucket/{key}", this::get)
                        .head("/bucket/{key}", this::get)
                        .delete("/bucket/{key}", this::delete))
                .bindNow();
        store = new FilesRuntimeAutoConfiguration()
                .fileStore(new FilesSettings(
                        spool,
                        MAX_SIZE,
                        new FilesSettings.S3(
                                "bucket",
                                URI.create("http://127.0.0.1:" + server.port()),
                                "us-east-1",
                                "access",
                                "secret")));
    }

    @AfterEach
    void stopTheBucket() {
        ((S3FileStore) store).close();
        server.disposeNow();
    }

    @Override
    public FileStore store() {
        return store;
    }

    @Override
    public long filesLeft() throws Exception {
        try (Stream<Path> paths = Files.walk(spool)) {
            return objects.size() + paths.filter(Files::isRegularFile).count();
        }
    }

    private Publisher<Void> put(HttpServerRequest request, HttpServerResponse response) {
        return bodyOf(request).flatMap(bytes -> {
            objects.put(
                    request.param("key"),
                    new Stored(bytes, request.requestHeaders().get("Content-Type")));
            return response.header("ETag", "\"etag\"").send().then();
        });
    }

    /** A body announced as empty is not waited for: its end may have come with the headers. */
    private static Mono<byte[]> bodyOf(HttpServerRequest request) {
        byte[] nothing = {};
        return "0".equals(request.requestHeaders().get("Content-Length"))
                ? Mono.just(nothing)
                : request.receive().aggregate().asByteArray().defaultIfEmpty(nothing);
    }

    private Publisher<Void> get(HttpServerRequest request, HttpServerResponse response) {
        Stored stored = objects.get(request.param("key"));
        if (stored == null) {
            return response.status(404).send();
        }
        byte[] part = stored.bytes();
        String range = request.requestHeaders().get("Range");
        if (range != null) {
            String[] bounds = range.substring("bytes=".length()).split("-");
            part = Arrays.copyOfRange(part, Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]) + 1);
            response.status(206);
        }
        response.header("Content-Type", stored.mediaType()).header("Content-Length", Integer.toString(part.length));
        return request.method().name().equals("HEAD") ? response.send() : response.sendByteArray(Mono.just(part));
    }

    private Publisher<Void> delete(HttpServerRequest request, HttpServerResponse response) {
        objects.remove(request.param("key"));
        return response.status(204).send();
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares two of these
    private record Stored(byte[] bytes, String mediaType) {}
}
