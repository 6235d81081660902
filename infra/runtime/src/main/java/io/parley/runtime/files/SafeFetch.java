package io.parley.runtime.files;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Fetches what an address from outside points at without being led astray: only HTTP, no internal address unless a
 * setting allows it, a few redirects each judged anew, and limits of size and time.
 */
public final class SafeFetch {

    private static final int MAX_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final FetchSettings settings;
    private final WebClient client;

    public SafeFetch(FetchSettings settings) {
        this(settings, host -> List.of(InetAddress.getAllByName(host)));
    }

    SafeFetch(FetchSettings settings, GuardedResolver.Lookup lookup) {
        this.settings = settings;
        // Without a pool: a kept connection would outlive the judgement on its address.
        HttpClient guarded = HttpClient.create(ConnectionProvider.newConnection())
                .resolver(new GuardedResolver(new InternalAddresses(settings.allow()), lookup))
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()))
                .responseTimeout(settings.readTimeout())
                .followRedirect(false)
                .compress(false);
        this.client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(guarded))
                .build();
    }

    /**
     * Fetches and hands over the answer; the connection is closed when {@code use} completes. Errors with a
     * {@link FetchFailure}, or with what {@code use} errors with.
     */
    public <T> Mono<T> get(URI address, Function<Fetched, Mono<T>> use) {
        return fetch(address, use, 0)
                .timeout(settings.timeout())
                .onErrorMap(failure -> toFetchFailure(address, failure));
    }

    private <T> Mono<T> fetch(URI address, Function<Fetched, Mono<T>> use, int redirects) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Mono.error(() -> new FetchFailure.Refused("only http and https are fetched, not " + scheme));
        }
        if (address.getHost() == null || address.getUserInfo() != null) {
            return Mono.error(() -> new FetchFailure.Refused("the address names no host, or a user"));
        }
        return client.get().uri(address).exchangeToMono(answer -> {
            int status = answer.statusCode().value();
            if (REDIRECTS.contains(status)) {
                return answer.releaseBody().then(follow(address, answer, use, redirects));
            }
            if (!answer.statusCode().is2xxSuccessful()) {
                return answer.releaseBody().then(Mono.error(new FetchFailure.Answered(address.getHost(), status)));
            }
            return use.apply(toFetched(address, answer));
        });
    }

    private <T> Mono<T> follow(URI address, ClientResponse answer, Function<Fetched, Mono<T>> use, int redirects) {
        String location = answer.headers().asHttpHeaders().getFirst(HttpHeaders.LOCATION);
        if (location == null || redirects == MAX_REDIRECTS) {
            return Mono.error(new FetchFailure.Answered(
                    String.valueOf(address.getHost()), answer.statusCode().value()));
        }
        return Mono.defer(() -> fetch(address.resolve(location), use, redirects + 1));
    }

    private Fetched toFetched(URI address, ClientResponse answer) {
        HttpHeaders headers = answer.headers().asHttpHeaders();
        long announced = headers.getContentLength();
        Flux<DataBuffer> bytes = announced > settings.maxSize().toBytes()
                ? answer.releaseBody().thenMany(Flux.error(() -> tooLarge(address)))
                : limited(address, answer.bodyToFlux(DataBuffer.class));
        String named = headers.getContentDisposition().getFilename();
        return new Fetched(mediaTypeOf(headers), named == null ? null : FileNames.safe(named), bytes);
    }

    private Flux<DataBuffer> limited(URI address, Flux<DataBuffer> bytes) {
        AtomicLong size = new AtomicLong();
        return bytes.timeout(settings.readTimeout()).handle((buffer, sink) -> {
            if (size.addAndGet(buffer.readableByteCount()) > settings.maxSize().toBytes()) {
                DataBufferUtils.release(buffer);
                sink.error(tooLarge(address));
            } else {
                sink.next(buffer);
            }
        });
    }

    private FetchFailure tooLarge(URI address) {
        return new FetchFailure.TooLarge(address.getHost(), settings.maxSize());
    }

    /** A wrong type is as good as none; it must not make the file unreadable. */
    private static @Nullable String mediaTypeOf(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type == null ? null : type.toString();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static Throwable toFetchFailure(URI address, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FetchFailure known) {
                return known;
            }
        }
        return failure instanceof WebClientRequestException
                        || failure instanceof TimeoutException
                        || failure instanceof ChannelException // of the network, while the body comes
                ? new FetchFailure.Unreachable(String.valueOf(address.getHost()), failure)
                : failure;
    }
}
