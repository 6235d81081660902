package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.Outcome.Answered;
import io.parley.evolution.Outcome.NeverLeft;
import io.parley.evolution.Outcome.NoAnswer;
import io.parley.evolution.SendResult.Kind;
import io.parley.evolution.SendResult.Rejected;
import io.parley.evolution.SendResult.Sent;
import io.parley.evolution.SendResult.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what the outcome of a send means: sent, certainly not sent, or unknown.
 *
 * <p>In doubt it says unknown, because a customer who reads the same message twice is worse than an agent who is asked.
 */
final class SendClassifier {

    /** Cloud API codes of its limits: per application, account, throughput, quality and pair of numbers. */
    private static final Set<String> META_LIMITS = Set.of("4", "80007", "130429", "131048", "131056");

    /** Texts with which Evolution refuses before it sends, whatever the status around them. */
    private static final List<String> REFUSALS =
            List.of("Method not available", "File or buffer is undefined", "Owned media must be", "Text is required");

    private final EvolutionInstance instance;
    private final Clock clock;
    private final Duration maxRetryAfter;

    SendClassifier(EvolutionInstance instance, Clock clock, Duration maxRetryAfter) {
        this.instance = instance;
        this.clock = clock;
        this.maxRetryAfter = maxRetryAfter;
    }

    SendResult classify(Outcome outcome) {
        return switch (outcome) {
            case NeverLeft never -> new Rejected(Kind.UNAVAILABLE, instance.redact(never.reason()), null);
            case NoAnswer none -> new Unknown(instance.redact(none.reason()));
            case Answered answer -> answer.isSuccess() ? success(answer) : refusal(answer);
        };
    }

    /** For calls that change a message already sent: a success need not name it again. */
    SendResult classify(Outcome outcome, MessageKey changed) {
        if (outcome instanceof Answered answer && answer.isSuccess() && !isMetaError(Json.read(answer.body()))) {
            return new Sent(changed.id(), changed.remoteJid(), clock.instant());
        }
        return classify(outcome);
    }

    private SendResult success(Answered answer) {
        JsonNode body = Json.read(answer.body());
        if (body == null) {
            return new Unknown("HTTP " + answer.status() + " with a body that is not JSON");
        }
        JsonNode key = body.path("key");
        String id = Json.text(key.path("id"));
        if (id != null) {
            Instant at = Json.instant(body.path("messageTimestamp"));
            return new Sent(id, Json.text(key.path("remoteJid"), ""), at == null ? clock.instant() : at);
        }
        if (isMetaError(body)) {
            ErrorText error = ErrorText.of(answer.body());
            boolean limited = error.code() != null && META_LIMITS.contains(error.code());
            return rejected(limited ? Kind.RATE_LIMITED : Kind.REFUSED_BY_WHATSAPP, answer, error);
        }
        return new Unknown("HTTP " + answer.status() + " without the id of a message");
    }

    private SendResult refusal(Answered answer) {
        ErrorText error = ErrorText.of(answer.body());
        return switch (answer.status()) {
            case 400 -> badRequest(answer, error);
            case 401 -> rejected(Kind.UNAUTHORIZED, answer, error);
            case 403 -> rejected(Kind.FORBIDDEN, answer, error);
            case 404 -> rejected(Kind.NOT_FOUND, answer, error);
            case 408 -> unknown(answer, error);
            case 425, 429 -> rejected(Kind.RATE_LIMITED, answer, error);
            case 503 -> unavailable(answer, error);
            default -> other(answer, error);
        };
    }

    private SendResult badRequest(Answered answer, ErrorText error) {
        if (error.notOnWhatsApp()) {
            return new Rejected(Kind.NOT_ON_WHATSAPP, "the number is not on WhatsApp", null);
        }
        if (isNotConnected(error) && !error.says("Connection Closed")) {
            return rejected(Kind.NOT_CONNECTED, answer, error);
        }
        // "Error: Connection Closed" too: thrown while sending, it may have been thrown after the message was written.
        return !error.nested() && error.wasThrown()
                ? unknown(answer, error)
                : rejected(Kind.INVALID_REQUEST, answer, error);
    }

    private SendResult unavailable(Answered answer, ErrorText error) {
        if ("LICENSE_REQUIRED".equals(error.code())) {
            return rejected(Kind.LICENSE_REQUIRED, answer, error);
        }
        return retryAfter(answer) == null ? unknown(answer, error) : rejected(Kind.UNAVAILABLE, answer, error);
    }

    private SendResult other(Answered answer, ErrorText error) {
        if (answer.status() < 400) {
            return new Rejected(
                    Kind.NOT_FOUND, "HTTP " + answer.status() + ": the address of Evolution API redirects", null);
        }
        if (answer.status() < 500 || REFUSALS.stream().anyMatch(error::says)) {
            return rejected(Kind.INVALID_REQUEST, answer, error);
        }
        return isNotConnected(error) ? rejected(Kind.NOT_CONNECTED, answer, error) : unknown(answer, error);
    }

    private static boolean isNotConnected(ErrorText error) {
        return error.says("Connection Closed") || error.says("reading 'onWhatsApp'");
    }

    /** Meta's refusals come through as a success whose body is Meta's error object. */
    private static boolean isMetaError(@Nullable JsonNode body) {
        return body != null
                && !body.has("key")
                && (body.has("fbtrace_id")
                        || body.has("error_data")
                        || body.path("code").isNumber());
    }

    private Rejected rejected(Kind kind, Answered answer, ErrorText error) {
        Duration wait = kind.permanent() ? null : retryAfter(answer);
        return new Rejected(kind, instance.redact(error.readable(answer.status())), wait);
    }

    private Unknown unknown(Answered answer, ErrorText error) {
        return new Unknown(instance.redact(error.readable(answer.status())));
    }

    private @Nullable Duration retryAfter(Answered answer) {
        return RetryAfter.read(answer.retryAfter(), clock, maxRetryAfter);
    }
}
