package io.parley.agentgateway.api;

import io.parley.agentgateway.security.NotInAccount;
import io.parley.contract.ContractJson;
import io.parley.contract.InvalidContent;
import io.parley.runtime.files.FileTooLarge;
import io.parley.runtime.limit.TooMany;
import io.parley.runtime.openai.OpenAiFailure;
import io.parley.store.StoreFailure;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * The one place where failures become answers of the API, in Chatwoot's forms. Before Spring Boot's own handler, and
 * only for the gateway's paths: other modules in the same process have theirs.
 */
@Component
@Order(-2)
class ApiErrors implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);

    private static final List<String> OWN_PATHS = List.of("/api/", "/auth/", "/files/", "/public/");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** The store, or a server it needs, cannot be reached at the moment. */
    private static final List<Class<? extends Throwable>> UNAVAILABLE = List.of(
            TransientDataAccessException.class,
            RecoverableDataAccessException.class,
            DataAccessResourceFailureException.class,
            NonTransientDataAccessResourceException.class,
            CannotCreateTransactionException.class,
            R2dbcTransientException.class,
            R2dbcNonTransientResourceException.class,
            TimeoutException.class);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        String path = exchange.getRequest().getURI().getRawPath();
        if (OWN_PATHS.stream().noneMatch(path::startsWith)
                || exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        Answer answer = answer(failure);
        if (answer.status().is5xxServerError()) {
            report(exchange, answer.status(), failure);
        }
        return write(exchange.getResponse(), answer);
    }

    private static Answer answer(Throwable failure) {
        return switch (failure) {
            case StoreFailure store -> answer(store);
            case ApiFailure api -> answer(api);
            case NotInAccount notIn -> error(HttpStatus.UNAUTHORIZED, notIn.getMessage());
            case TooMany tooMany -> new Answer(HttpStatus.TOO_MANY_REQUESTS, "Retry later\n", tooMany.retryAfter());
            case FileTooLarge large ->
                error(HttpStatus.PAYLOAD_TOO_LARGE, "Attachments are too big: " + large.getMessage());
            case DataBufferLimitException large -> error(HttpStatus.PAYLOAD_TOO_LARGE, "The request is too large");
            case InvalidContent invalid -> error(HttpStatus.UNPROCESSABLE_ENTITY, invalid.getMessage());
            case DecodingException unreadable -> error(HttpStatus.BAD_REQUEST, "The body cannot be read");
            case ServerWebInputException input when isInPath(input) -> answer(new ApiFailure.NoSuchThing());
            case ResponseStatusException status -> answer(status);
            case OpenAiFailure model ->
                new Answer(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        Map.of("error", text(model)),
                        model.retryAfter() == null ? RETRY_AFTER : model.retryAfter());
            case Throwable unavailable
            when isUnavailable(unavailable) ->
                new Answer(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        Map.of("error", "The service is not available at the moment, please try again"),
                        RETRY_AFTER);
            case Throwable unexpected ->
                error(HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side, please try again");
        };
    }

    private static Answer answer(StoreFailure failure) {
        return switch (failure) {
            case StoreFailure.NotFound notFound -> error(HttpStatus.NOT_FOUND, "Resource could not be found");
            case StoreFailure.NotAllowed notAllowed -> error(HttpStatus.UNAUTHORIZED, notAllowed.getMessage());
            case StoreFailure.Invalid invalid ->
                new Answer(
                        HttpStatus.UNPROCESSABLE_ENTITY,
                        Map.of("message", text(invalid), "attributes", List.of(invalid.attribute())),
                        null);
        };
    }

    private static Answer answer(ApiFailure failure) {
        return switch (failure) {
            case ApiFailure.BadInput bad -> error(HttpStatus.UNPROCESSABLE_ENTITY, bad.getMessage());
            case ApiFailure.Malformed malformed -> error(HttpStatus.BAD_REQUEST, malformed.getMessage());
            case ApiFailure.TooLarge large -> error(HttpStatus.PAYLOAD_TOO_LARGE, large.getMessage());
            case ApiFailure.NoSuchThing nothing -> error(HttpStatus.NOT_FOUND, nothing.getMessage());
        };
    }

    /** Nothing at this path, the wrong method, a size limit: what Spring itself says no to. */
    private static Answer answer(ResponseStatusException failure) {
        HttpStatusCode status = failure.getStatusCode();
        return error(
                status,
                status.isSameCodeAs(HttpStatus.NOT_FOUND)
                        ? "Resource could not be found"
                        : "The request cannot be answered (%d)".formatted(status.value()));
    }

    private static boolean isInPath(ServerWebInputException failure) {
        return failure.getMethodParameter() != null
                && failure.getMethodParameter().hasParameterAnnotation(PathVariable.class);
    }

    private static boolean isUnavailable(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            Throwable current = cause;
            if (UNAVAILABLE.stream().anyMatch(it -> it.isInstance(current))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static Answer error(HttpStatusCode status, @Nullable String sentence) {
        return new Answer(status, Map.of("error", sentence == null ? "" : sentence), null);
    }

    /** The pattern of the path, not the path: that may hold a signature. */
    private static void report(ServerWebExchange exchange, HttpStatusCode status, Throwable failure) {
        Object pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE)) {
            log.warn("{} {} is not available: {}", exchange.getRequest().getMethod(), pattern, failure.toString());
        } else {
            log.error("{} {} failed", exchange.getRequest().getMethod(), pattern, failure);
        }
    }

    private static Mono<Void> write(ServerHttpResponse response, Answer answer) {
        response.setStatusCode(answer.status());
        if (answer.retryAfter() != null) {
            response.getHeaders()
                    .set(
                            HttpHeaders.RETRY_AFTER,
                            Long.toString(Math.max(1, answer.retryAfter().toSeconds())));
        }
        boolean plain = answer.body() instanceof String;
        response.getHeaders()
                .setContentType(new MediaType(
                        plain ? MediaType.TEXT_PLAIN : MediaType.APPLICATION_JSON, StandardCharsets.UTF_8));
        byte[] body =
                plain ? answer.body().toString().getBytes(StandardCharsets.UTF_8) : ContractJson.write(answer.body());
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** @param body text as it is, everything else as JSON */
    private record Answer(
            HttpStatusCode status, Object body, @Nullable Duration retryAfter) {}
}
