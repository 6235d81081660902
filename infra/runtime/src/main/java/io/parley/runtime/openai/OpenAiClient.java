package io.parley.runtime.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.ChannelOption;
import io.parley.contract.ContractJson;
import io.parley.runtime.openai.OpenAiFailure.Kind;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Asks one endpoint that speaks OpenAI's protocol. Nothing is repeated here. Everything errors with an
 * {@link OpenAiFailure}. To be closed.
 */
public final class OpenAiClient implements AutoCloseable {

    private static final int LARGEST_ANSWER = 32 << 20;
    private static final int MOST_TOLD = 200;
    private static final String END = "[DONE]";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final List<Integer> PASSING = List.of(408, 409, 425);
    private static final List<Integer> WRONG_SETTINGS = List.of(401, 403, 404, 405);

    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
            new ParameterizedTypeReference<>() {};

    private final ConnectionProvider connections;
    private final WebClient web;
    private final String host;
    private final Clock clock;

    /**
     * @param baseUrl up to and with {@code /v1}
     * @param key sent as a bearer token; empty: none is
     */
    public OpenAiClient(String baseUrl, String key, Clock clock) {
        this.connections = ConnectionProvider.builder("openai")
                .maxConnections(16)
                .maxIdleTime(Duration.ofSeconds(20))
                .build();
        this.web = WebClient.builder()
                .baseUrl(baseUrl.replaceAll("/+$", ""))
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(connections)
                        .followRedirect(false)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT_TIMEOUT.toMillis()))))
                .exchangeStrategies(ExchangeStrategies.builder()
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
                        .build())
                .defaultHeaders(headers -> {
                    if (!key.isEmpty()) {
                        headers.setBearerAuth(key);
                    }
                })
                .build();
        this.host = hostOf(baseUrl);
        this.clock = clock;
    }

    private static String hostOf(String baseUrl) {
        try {
            String authority = URI.create(baseUrl).getAuthority();
            return authority == null ? "the endpoint" : authority.substring(authority.indexOf('@') + 1);
        } catch (IllegalArgumentException e) {
            return "the endpoint";
        }
    }

    /** The whole answer, at most that long after the question. */
    public Mono<JsonNode> post(String path, JsonNode body, Duration limit) {
        return Mono.defer(() -> request(path, body)
                        .accept(MediaType.APPLICATION_JSON)
                        .exchangeToMono(response -> response.statusCode().is2xxSuccessful()
                                ? response.bodyToMono(String.class)
                                        .defaultIfEmpty("")
                                        .map(this::json)
                                : refusal(response)))
                .timeout(limit)
                .onErrorMap(this::toFailure);
    }

    /**
     * The pieces of an answer as they come; completes when the endpoint says that it is at its end.
     *
     * @param silence how long nothing may come
     * @param limit how long the whole may take
     */
    public Flux<JsonNode> stream(String path, JsonNode body, Duration silence, Duration limit) {
        return Flux.defer(() -> request(path, body)
                        .accept(MediaType.TEXT_EVENT_STREAM)
                        .exchangeToFlux(response -> response.statusCode().is2xxSuccessful()
                                ? response.bodyToFlux(EVENT)
                                : this.<ServerSentEvent<String>>refusal(response)
                                        .flux()))
                .timeout(silence)
                .takeUntilOther(Mono.delay(limit)
                        .flatMap(late -> Mono.error(new TimeoutException("the answer took longer than " + limit))))
                .mapNotNull(ServerSentEvent::data)
                .takeWhile(data -> !data.strip().equals(END))
                .map(this::json)
                .onErrorMap(this::toFailure);
    }

    private WebClient.RequestHeadersSpec<?> request(String path, JsonNode body) {
        return web.post().uri(path).contentType(MediaType.APPLICATION_JSON).bodyValue(body.toString());
    }

    private JsonNode json(String text) {
        try {
            return ContractJson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new OpenAiFailure(Kind.MISCONFIGURED, host + " does not answer with JSON", null, e);
        }
    }

    private <T> Mono<T> refusal(ClientResponse response) {
        int status = response.statusCode().value();
        Duration retryAfter = retryAfter(response.headers().asHttpHeaders());
        return response.bodyToMono(String.class)
                .defaultIfEmpty("")
                .onErrorReturn("")
                .flatMap(body -> Mono.error(new OpenAiFailure(
                        kind(status), "%s answered %d%s".formatted(host, status, told(body)), retryAfter, null)));
    }

    private static Kind kind(int status) {
        if (status == 429) {
            return Kind.LIMITED;
        }
        if (status >= 500 || PASSING.contains(status)) {
            return Kind.AWAY;
        }
        return WRONG_SETTINGS.contains(status) || status < 400 ? Kind.MISCONFIGURED : Kind.REFUSED;
    }

    /** What the endpoint says about it, shortened. */
    private static String told(String body) {
        String message;
        try {
            JsonNode error = ContractJson.mapper().readTree(body).path("error");
            message = error.isTextual() ? error.asText() : error.path("message").asText("");
        } catch (JsonProcessingException e) {
            message = "";
        }
        return message.isEmpty() ? "" : ": " + message.substring(0, Math.min(message.length(), MOST_TOLD));
    }

    /** In seconds or as a date, as HTTP has it. */
    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (value == null) {
            return null;
        }
        try {
            return value.strip().chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : until(ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private Duration until(Instant time) {
        Duration wait = Duration.between(clock.instant(), time);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private Throwable toFailure(Throwable failure) {
        if (failure instanceof OpenAiFailure) {
            return failure;
        }
        String what = failure instanceof TimeoutException ? " did not answer in time" : " cannot be reached";
        return new OpenAiFailure(Kind.AWAY, host + what, null, failure);
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
