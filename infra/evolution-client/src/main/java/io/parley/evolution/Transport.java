package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.timeout.ReadTimeoutException;
import io.parley.evolution.Outcome.Answered;
import io.parley.evolution.Outcome.NeverLeft;
import io.parley.evolution.Outcome.NoAnswer;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClientRequest;

/** Makes one HTTP call and says whether its request can have left this machine. */
final class Transport {

    private final WebClient web;
    private final EvolutionInstance instance;
    private final Duration grace;

    /** @param grace what connecting may take on top of a call's own limit */
    Transport(WebClient web, EvolutionInstance instance, Duration grace) {
        this.web = web;
        this.instance = instance;
        this.grace = grace;
    }

    /** Never fails: also a broken connection is an outcome. Each subscription is a call. */
    Mono<Outcome> call(HttpMethod method, String path, @Nullable JsonNode body, Duration limit) {
        return Mono.defer(() -> {
            AtomicBoolean leaving = new AtomicBoolean();
            return request(method, path, body, limit, leaving)
                    .exchangeToMono(Transport::read)
                    .timeout(limit.plus(grace), Mono.fromSupplier(Transport::silence))
                    .onErrorResume(failure -> Mono.just(outcome(failure, leaving.get())));
        });
    }

    private WebClient.RequestHeadersSpec<?> request(
            HttpMethod method, String path, @Nullable JsonNode body, Duration limit, AtomicBoolean leaving) {
        WebClient.RequestBodySpec request = web.method(method)
                .uri(instance.resolve(path))
                .header("apikey", instance.apiKey())
                .accept(MediaType.APPLICATION_JSON)
                .httpRequest(outgoing -> leave(outgoing, limit, leaving));
        return body == null
                ? request
                : request.contentType(MediaType.APPLICATION_JSON).bodyValue(Json.write(body));
    }

    /** Called with an established connection, just before the request is written to it. */
    private static void leave(ClientHttpRequest outgoing, Duration limit, AtomicBoolean leaving) {
        HttpClientRequest request = outgoing.getNativeRequest();
        request.responseTimeout(limit);
        leaving.set(true);
    }

    private static Mono<Outcome> read(ClientResponse response) {
        String retryAfter = response.headers().asHttpHeaders().getFirst(HttpHeaders.RETRY_AFTER);
        return response.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> new Answered(response.statusCode().value(), retryAfter, body));
    }

    private Outcome outcome(Throwable failure, boolean leaving) {
        Throwable cause = root(failure);
        // Reactor Netty opens a second connection when a pooled one dies before the headers: then nothing left either.
        boolean unconnected = cause instanceof ConnectException || cause instanceof UnknownHostException;
        if (unconnected || !leaving) {
            return new NeverLeft(describe("Evolution API cannot be reached", cause));
        }
        if (cause instanceof ReadTimeoutException) {
            return silence();
        }
        if (cause instanceof DataBufferLimitException) {
            return new NoAnswer(NoAnswer.Cause.TOO_LARGE, "the answer of Evolution API is too large");
        }
        return new NoAnswer(NoAnswer.Cause.BROKEN_OFF, describe("the connection to Evolution API broke off", cause));
    }

    private static NoAnswer silence() {
        return new NoAnswer(NoAnswer.Cause.TIMED_OUT, "Evolution API did not answer in time");
    }

    private String describe(String what, Throwable cause) {
        String message = cause.getMessage();
        return instance.redact(what + ": " + (message == null ? cause.getClass().getSimpleName() : message));
    }

    /** The cause that says something: WebClient and the codecs wrap what happened once or twice. */
    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (!isTelling(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static boolean isTelling(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof DataBufferLimitException
                || cause instanceof TimeoutException;
    }
}
