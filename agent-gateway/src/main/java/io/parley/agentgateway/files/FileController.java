package io.parley.agentgateway.files;

import io.parley.agentgateway.api.ApiFailure.NoSuchThing;
import io.parley.runtime.files.FileContent;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.files.FileNames;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.StoredFile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers signed links with the bytes themselves: those who follow them (Evolution API, mail programs) cannot sign in
 * and stumble over redirects. What came from outside is never shown as a page of the hub's own origin.
 */
@RestController
@Tag(name = "Files")
class FileController {

    /** Sandboxed, without scripts, and nothing loaded but what shows the file itself. */
    private static final String POLICY =
            "default-src 'none'; img-src 'self'; media-src 'self';" + " style-src 'unsafe-inline'; sandbox";

    /** Browsers do not show a PDF in a sandbox. */
    private static final String POLICY_OF_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

    /** Neither scripts nor styles of the sender run in these; everything else is downloaded. */
    private static final Set<String> SHOWN = Set.of(
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "image/avif",
            "image/bmp",
            "application/pdf",
            "text/plain");

    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();

    private final FileStore files;
    private final FileLinks links;

    FileController(FileStore files, FileLinks links) {
        this.files = files;
        this.links = links;
    }

    @GetMapping("/files/{key}/{signature}/{name}")
    @Operation(summary = "A file, by the link a message shows")
    Mono<Void> file(
            @PathVariable String key,
            @PathVariable String signature,
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
            @RequestHeader(name = HttpHeaders.IF_RANGE, required = false) @Nullable String ifRange,
            ServerWebExchange exchange) {
        if (!links.verify(key, signature)) {
            return Mono.error(new NoSuchThing());
        }
        return files.read(key)
                .switchIfEmpty(Mono.error(NoSuchThing::new))
                .flatMap(content -> answer(content, name, rangeOf(range, ifRange, etag(key)), exchange));
    }

    private static Mono<Void> answer(
            FileContent content, String name, @Nullable String range, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        describe(response.getHeaders(), content.file(), name);
        if (exchange.checkNotModified(etag(content.file().key()))) {
            return response.setComplete();
        }
        Part part = Part.of(range, content.file().sizeBytes());
        response.setStatusCode(part.status());
        response.getHeaders().setContentLength(part.count());
        if (part.contentRange() != null) {
            response.getHeaders().set(HttpHeaders.CONTENT_RANGE, part.contentRange());
        }
        Flux<DataBuffer> bytes = content.bytes(part.from(), part.count());
        return response.writeWith(bytes);
    }

    private static void describe(HttpHeaders headers, StoredFile file, String name) {
        MediaType type = typeOf(file);
        String plain = type.getType() + "/" + type.getSubtype();
        boolean shown = SHOWN.contains(plain)
                || type.getType().equals("audio")
                || type.getType().equals("video");
        headers.setContentType(type);
        headers.setContentDisposition((shown ? ContentDisposition.inline() : ContentDisposition.attachment())
                .filename(FileNames.safe(name), StandardCharsets.UTF_8)
                .build());
        headers.setCacheControl(FOR_EVER);
        headers.set("Content-Security-Policy", plain.equals("application/pdf") ? POLICY_OF_PDF : POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    private static MediaType typeOf(StoredFile file) {
        try {
            MediaType type = MediaType.parseMediaType(file.mediaType());
            return type.getType().equals("text") && type.getCharset() == null
                    ? new MediaType(type, StandardCharsets.UTF_8)
                    : type;
        } catch (IllegalArgumentException e) {
            return MediaType.APPLICATION_OCTET_STREAM;
        }
    }

    /** A file under a key never changes. */
    private static String etag(String key) {
        return "\"" + key + "\"";
    }

    private static @Nullable String rangeOf(@Nullable String range, @Nullable String ifRange, String etag) {
        return ifRange == null || ifRange.equals(etag) ? range : null;
    }

    /** What of the file is sent. Several ranges at once, and what is no range, get the whole of it. */
    private record Part(
            HttpStatus status,
            long from,
            long count,
            @Nullable String contentRange) {

        static Part of(@Nullable String header, long size) {
            List<HttpRange> ranges = ranges(header);
            if (ranges.size() != 1) {
                return new Part(HttpStatus.OK, 0, size, null);
            }
            long from;
            long to;
            try {
                from = ranges.getFirst().getRangeStart(size);
                to = ranges.getFirst().getRangeEnd(size);
            } catch (IllegalArgumentException e) {
                from = size;
                to = size;
            }
            return from >= size || to < from
                    ? new Part(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, 0, 0, "bytes */" + size)
                    : new Part(
                            HttpStatus.PARTIAL_CONTENT,
                            from,
                            to - from + 1,
                            "bytes %d-%d/%d".formatted(from, to, size));
        }

        private static List<HttpRange> ranges(@Nullable String header) {
            try {
                return HttpRange.parseRanges(header);
            } catch (IllegalArgumentException e) {
                return List.of();
            }
        }
    }
}
