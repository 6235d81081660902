package io.parley.runtime.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class SafeFetchTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<String> lookups = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private DisposableServer server;

    @BeforeEach
    void startAServer() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .route(routes -> routes.get("/file", (request, response) -> {
                            requests.add(request.requestHeaders().get("Host"));
                            return response.header("Content-Type", "image/png")
                                    .header("Content-Disposition", "attachment; filename=\"../a photo.png\"")
                                    .sendString(Mono.just("bytes"));
                        })
                        .get("/redirect/{count}", (request, response) -> {
                            int count = Integer.parseInt(request.param("count"));
                            return response.sendRedirect(count == 1 ? "/file" : "/redirect/" + (count - 1));
                        })
                        .get(
                                "/inwards",
                                (request, response) ->
                                        response.sendRedirect("http://inner.example:" + server.port() + "/file"))
                        .get("/to-file-system", (request, response) -> response.sendRedirect("file:///etc/passwd"))
                        .get(
                                "/announced",
                                (request, response) -> response.header("Content-Length", "5000")
                                        .sendString(Mono.just("x".repeat(5_000))))
                        .get(
                                "/unannounced",
                                (request, response) ->
                                        response.sendString(Flux.range(0, 100).map(i -> "x".repeat(100))))
                        .get("/silent", (request, response) -> Mono.never())
                        .get(
                                "/stuck",
                                (request, response) -> response.sendString(Flux.concat(Mono.just("x"), Mono.never())))
                        .get(
                                "/odd-type",
                                (request, response) -> response.header("Content-Type", "what is this")
                                        .sendString(Mono.just("bytes"))))
                .bindNow();
    }

    @AfterEach
    void stopTheServer() {
        server.disposeNow();
    }

    @Test
    void handsOverTheAnswer() {
        Fetched[] answer = new Fetched[1];

        String body = fetch(allowing("files.example"), "http://files.example/file", answer);

        assertThat(body).isEqualTo("bytes");
        assertThat(answer[0].mediaType()).isEqualTo("image/png");
        assertThat(answer[0].fileName()).isEqualTo("a photo.png");
        assertThat(requests).singleElement().asString().startsWith("files.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://inner.example/file",
                "http://127.0.0.1/file",
                "http://2130706433/file",
                "http://[::1]/file",
                "http://[::ffff:127.0.0.1]/file",
                "http://[::ffff:7f00:1]/file",
                "http://localhost/file"
            })
    void refusesInternalAddressesInWhateverForm(String address) {
        assertThatThrownBy(() -> fetch(allowing(), address))
                .isInstanceOf(FetchFailure.Refused.class)
                .hasMessageContaining("PARLEY_FETCH_ALLOW");
        assertThat(requests).isEmpty();
    }

    @Test
    void anAllowedAddressMayBeGivenAsSuch() {
        assertThat(fetch(allowing("127.0.0.0/8"), "http://127.0.0.1/file")).isEqualTo("bytes");
    }

    @Test
    void refusesANameThatAlsoPointsInwards() {
        assertThatThrownBy(() -> fetch(allowing(), "http://both.example/file"))
                .isInstanceOf(FetchFailure.Refused.class);
    }

    @Test
    void aNameIsLookedUpOnceSoThatASecondAnswerGainsNothing() {
        // The first answer is judged and used: there is no second look between the judgement and the connection.
        Iterator<String> answers = List.of("127.0.0.1", "169.254.169.254").iterator();
        SafeFetch fetch = new SafeFetch(settings("127.0.0.1"), host -> {
            lookups.add(host);
            return List.of(InetAddress.getByName(answers.next()));
        });

        assertThat(fetch(fetch, "http://rebinding.example/file")).isEqualTo("bytes");
        assertThat(lookups).containsExactly("rebinding.example");
        assertThatThrownBy(() -> fetch(fetch, "http://rebinding.example/file"))
                .isInstanceOf(FetchFailure.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.1/file",
                "file:///etc/passwd",
                "ftp://files.example/a",
                "gopher://x/",
                "/file",
                "http:///file",
                "http://ada:secret@files.example/file"
            })
    void refusesWhatIsNoPlainHttp(String address) {
        assertThatThrownBy(() -> allowing("files.example")
                        .get(URI.create(address), fetched -> Mono.just("never"))
                        .block(LIMIT))
                .isInstanceOf(FetchFailure.Refused.class);
    }

    @Test
    void followsThreeRedirectsAndNoMore() {
        assertThat(fetch(allowing("files.example"), "http://files.example/redirect/3"))
                .isEqualTo("bytes");
        assertThatThrownBy(() -> fetch(allowing("files.example"), "http://files.example/redirect/4"))
                .isInstanceOf(FetchFailure.Answered.class);
    }

    @Test
    void judgesEachRedirectAnew() {
        assertThatThrownBy(() -> fetch(allowing("files.example"), "http://files.example/inwards"))
                .isInstanceOf(FetchFailure.Refused.class);
        assertThatThrownBy(() -> fetch(allowing("files.example"), "http://files.example/to-file-system"))
                .isInstanceOf(FetchFailure.Refused.class);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"announced", "unannounced"})
    void refusesWhatIsTooLarge(String path) {
        assertThatThrownBy(() -> fetch(allowing("files.example"), "http://files.example/" + path))
                .isInstanceOf(FetchFailure.TooLarge.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent", "stuck"})
    void doesNotWaitForEver(String path) {
        assertThatThrownBy(() -> fetch(allowing("files.example"), "http://files.example/" + path))
                .isInstanceOfSatisfying(
                        FetchFailure.Unreachable.class,
                        failure -> assertThat(failure.isPassing()).isTrue());
    }

    @Test
    void tellsARefusalForGoodFromOneThatPasses() {
        assertThatThrownBy(() -> fetch(allowing("files.example"), "http://files.example/no-such-file?token=secret"))
                .isInstanceOfSatisfying(FetchFailure.Answered.class, failure -> {
                    assertThat(failure.status()).isEqualTo(404);
                    assertThat(failure.isPassing()).isFalse();
                    assertThat(failure).hasMessageNotContaining("secret");
                });
        assertThat(new FetchFailure.Answered("host", 503).isPassing()).isTrue();
        assertThat(new FetchFailure.Answered("host", 429).isPassing()).isTrue();
    }

    @Test
    void aNameNobodyKnowsMayBeKnownLater() {
        assertThatThrownBy(() -> fetch(allowing(), "http://unknown.example/file"))
                .isInstanceOf(FetchFailure.Unreachable.class);
    }

    @Test
    void aTypeThatIsNoneIsLeftOut() {
        Fetched[] answer = new Fetched[1];

        assertThat(fetch(allowing("files.example"), "http://files.example/odd-type", answer))
                .isEqualTo("bytes");
        assertThat(answer[0].mediaType()).isNull();
    }

    @Test
    void whatTheUserOfTheAnswerFailsWithIsTheirs() {
        IllegalStateException own = new IllegalStateException("disk full");

        assertThatThrownBy(() -> allowing("files.example")
                        .get(withPort("http://files.example/file"), fetched -> Mono.error(own))
                        .block(LIMIT))
                .isSameAs(own);
    }

    private String fetch(SafeFetch fetch, String address) {
        return fetch(fetch, address, new Fetched[1]);
    }

    private String fetch(SafeFetch fetch, String address, Fetched[] answer) {
        return fetch.get(withPort(address), fetched -> {
                    answer[0] = fetched;
                    return DataBufferUtils.join(fetched.bytes()).map(joined -> {
                        String text = joined.toString(StandardCharsets.UTF_8);
                        DataBufferUtils.release(joined);
                        return text;
                    });
                })
                .block(LIMIT);
    }

    private URI withPort(String address) {
        return URI.create(address.replaceFirst("^(http://[^/]+)/", "$1:" + server.port() + "/"));
    }

    private SafeFetch allowing(String... allow) {
        return new SafeFetch(settings(allow), this::lookUp);
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        lookups.add(host);
        List<String> addresses = switch (host) {
            case "files.example", "inner.example", "localhost" -> List.of("127.0.0.1");
            case "both.example" -> List.of("93.184.215.14", "10.0.0.1");
            case "2130706433" -> List.of(host);
            default -> throw new UnknownHostException(host);
        };
        List<InetAddress> found = new ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByName(address));
        }
        return found;
    }

    private static FetchSettings settings(String... allow) {
        return new FetchSettings(
                List.of(allow),
                DataSize.ofBytes(1_000),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(20));
    }
}
