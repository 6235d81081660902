package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.parley.evolution.EvolutionFailure.Kind;
import io.parley.evolution.Outcome.Answered;
import io.parley.evolution.Outcome.NeverLeft;
import io.parley.evolution.Outcome.NoAnswer;
import java.time.Clock;
import java.time.Duration;

/** Turns the outcome of a question into its JSON, or into the one failure there is. */
final class Answers {

    private final EvolutionInstance instance;
    private final Clock clock;
    private final Duration maxRetryAfter;

    Answers(EvolutionInstance instance, Clock clock, Duration maxRetryAfter) {
        this.instance = instance;
        this.clock = clock;
        this.maxRetryAfter = maxRetryAfter;
    }

    /** The answer's JSON; a missing node when a success has no body. */
    JsonNode json(Outcome outcome) {
        return switch (outcome) {
            case NeverLeft never -> throw failure(Kind.UNREACHABLE, never.reason());
            case NoAnswer none ->
                throw failure(
                        switch (none.cause()) {
                            case TIMED_OUT -> Kind.TIMED_OUT;
                            case BROKEN_OFF -> Kind.SERVER_ERROR;
                            case TOO_LARGE -> Kind.TOO_LARGE;
                        },
                        none.reason());
            case Answered answer -> answer.isSuccess() ? success(answer) : refused(answer);
        };
    }

    /** For answers that say nothing of use. */
    EvolutionFailure unexpected(String what) {
        return failure(Kind.NOT_EVOLUTION, what);
    }

    private JsonNode success(Answered answer) {
        JsonNode body = Json.read(answer.body());
        if (body == null) {
            throw new EvolutionFailure(
                    Kind.NOT_EVOLUTION, answer.status(), "the answer is not JSON: is this Evolution API?", null);
        }
        // connect and restart report their failures so
        if (body.path("error").isBoolean() && body.path("error").booleanValue()) {
            throw new EvolutionFailure(
                    Kind.SERVER_ERROR,
                    answer.status(),
                    instance.redact(ErrorText.of(answer.body()).readable(answer.status())),
                    null);
        }
        return body.isNull() ? MissingNode.getInstance() : body;
    }

    private JsonNode refused(Answered answer) {
        ErrorText error = ErrorText.of(answer.body());
        throw new EvolutionFailure(
                kind(answer.status(), error),
                answer.status(),
                instance.redact(error.readable(answer.status())),
                RetryAfter.read(answer.retryAfter(), clock, maxRetryAfter));
    }

    private static Kind kind(int status, ErrorText error) {
        if (error.says("Connection Closed") || error.says("reading 'onWhatsApp'")) {
            return Kind.NOT_CONNECTED;
        }
        if ("LICENSE_REQUIRED".equals(error.code())) {
            return Kind.LICENSE_REQUIRED;
        }
        return switch (status) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            case 404 -> Kind.NOT_FOUND;
            case 425, 429 -> Kind.RATE_LIMITED;
            case 408 -> Kind.TIMED_OUT;
            default -> status < 400 ? Kind.NOT_EVOLUTION : status < 500 ? Kind.INVALID_REQUEST : Kind.SERVER_ERROR;
        };
    }

    private EvolutionFailure failure(Kind kind, String reason) {
        return new EvolutionFailure(kind, null, instance.redact(reason), null);
    }
}
