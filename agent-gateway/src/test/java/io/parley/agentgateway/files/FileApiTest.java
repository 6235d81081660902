package io.parley.agentgateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.files.StoredFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import reactor.core.publisher.Flux;

class FileApiTest extends ApiTester {

    private static final String TEXT = "0123456789";

    @Autowired
    private FileStore files;

    @Autowired
    private FileLinks links;

    @Test
    void answersALinkWithTheBytesToEverybody() {
        client.get()
                .uri(link("image/png", "my photo.png"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_TYPE, "image/png")
                .expectHeader()
                .contentLength(10)
                .expectHeader()
                .valueMatches(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=.*my.*photo.png.*")
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueMatches("Content-Security-Policy", "default-src 'none';.*sandbox")
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "max-age=31536000, private, immutable")
                .expectHeader()
                .valueEquals(HttpHeaders.ACCEPT_RANGES, "bytes")
                .expectBody(String.class)
                .isEqualTo(TEXT);
    }

    @Test
    void takesTheLinkAsJsonNamesIt() {
        client.get()
                .uri(link("application/json", "data.json"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueMatches(HttpHeaders.CONTENT_DISPOSITION, "attachment;.*data.json.*");
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, page.html",
        "image/svg+xml, logo.svg",
        "application/xhtml+xml, page.xhtml",
        "text/xml, feed.xml",
        "application/octet-stream, thing",
        "not a type, thing"
    })
    void neverShowsWhatMayRunScripts(String type, String name) {
        client.get()
                .uri(link(type, name))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueMatches(HttpHeaders.CONTENT_DISPOSITION, "attachment;.*")
                .expectHeader()
                .valueMatches("Content-Security-Policy", ".*sandbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/ogg", "video/mp4", "application/pdf", "text/plain"})
    void showsWhatIsHarmless(String type) {
        client.get()
                .uri(link(type, "file"))
                .exchange()
                .expectHeader()
                .valueMatches(HttpHeaders.CONTENT_DISPOSITION, "inline;.*");
    }

    @Test
    void findsNothingBehindAForgedLink() {
        URI link = link("text/plain", "a.txt");
        String[] parts = link.getPath().split("/");

        client.get()
                .uri("/files/" + parts[2] + "/" + "x".repeat(22) + "/a.txt")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .json("{\"error\":\"Resource could not be found\"}");
        client.get()
                .uri("/files/..%2F..%2Fetc%2Fpasswd/" + parts[3] + "/a.txt")
                .exchange()
                .expectStatus()
                .value(status -> assertThat(status).isBetween(400, 404));
    }

    @Test
    void findsNothingBehindALinkWhoseFileIsGone() {
        StoredFile file = store("text/plain", "a.txt");
        URI link = linkTo(file, "a.txt");
        files.delete(file.key()).block();

        client.get().uri(link).exchange().expectStatus().isNotFound();
    }

    @Test
    void sendsAPart() {
        ask(link("video/mp4", "a.mp4"), "bytes=2-4")
                .exchange()
                .expectStatus()
                .isEqualTo(206)
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_RANGE, "bytes 2-4/10")
                .expectHeader()
                .contentLength(3)
                .expectBody(String.class)
                .isEqualTo("234");
        ask(link("video/mp4", "a.mp4"), "bytes=-3")
                .exchange()
                .expectStatus()
                .isEqualTo(206)
                .expectBody(String.class)
                .isEqualTo("789");
        ask(link("video/mp4", "a.mp4"), "bytes=7-")
                .exchange()
                .expectBody(String.class)
                .isEqualTo("789");
    }

    @Test
    void refusesAPartThatThereIsNot() {
        ask(link("video/mp4", "a.mp4"), "bytes=10-")
                .exchange()
                .expectStatus()
                .isEqualTo(416)
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_RANGE, "bytes */10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,4-5", "lines=1-2", "bytes=x"})
    void sendsTheWholeWhereItCannotSendTheParts(String range) {
        ask(link("video/mp4", "a.mp4"), range)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo(TEXT);
    }

    @Test
    void sendsNothingToThoseWhoHaveIt() {
        URI link = link("image/png", "a.png");
        String etag = client.get()
                .uri(link)
                .exchange()
                .returnResult(byte[].class)
                .getResponseHeaders()
                .getETag();

        client.get()
                .uri(link)
                .header(HttpHeaders.IF_NONE_MATCH, etag)
                .exchange()
                .expectStatus()
                .isNotModified()
                .expectBody()
                .isEmpty();
        ask(link, "bytes=1-2")
                .header(HttpHeaders.IF_RANGE, "\"another\"")
                .exchange()
                .expectStatus()
                .isOk();
        ask(link, "bytes=1-2")
                .header(HttpHeaders.IF_RANGE, etag)
                .exchange()
                .expectStatus()
                .isEqualTo(206);
    }

    @Test
    void tellsTheSizeWithoutTheBytes() {
        client.head()
                .uri(link("image/png", "a.png"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentLength(10)
                .expectBody()
                .isEmpty();
    }

    private RequestHeadersSpec<?> ask(URI link, String range) {
        return client.get().uri(link).header(HttpHeaders.RANGE, range);
    }

    private URI link(String mediaType, String name) {
        return linkTo(store(mediaType, name), name);
    }

    private URI linkTo(StoredFile file, String name) {
        return URI.create(
                "http://localhost:" + port + links.linkTo(file.key(), name).getRawPath());
    }

    private StoredFile store(String mediaType, String name) {
        return files.write(new FileToStore(
                        name,
                        mediaType,
                        Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(TEXT.getBytes(StandardCharsets.UTF_8)))))
                .block();
    }
}
