package io.parley.ingress.problem;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.ingress.IngressModule;
import io.parley.ingress.IngressProperties;
import io.parley.ingress.problem.IngressFailure.BodyTooLarge;
import io.parley.ingress.problem.IngressFailure.FileTypeNotAllowed;
import io.parley.ingress.problem.IngressFailure.FilesNotKept;
import io.parley.ingress.problem.IngressFailure.IdentifierHashMismatch;
import io.parley.ingress.problem.IngressFailure.InboxNotFound;
import io.parley.ingress.problem.IngressFailure.InboxesNotReady;
import io.parley.ingress.problem.IngressFailure.InvalidInput;
import io.parley.ingress.problem.IngressFailure.MalformedBody;
import io.parley.ingress.problem.IngressFailure.NotAcknowledged;
import io.parley.ingress.problem.IngressFailure.OriginNotAllowed;
import io.parley.ingress.problem.IngressFailure.SignatureMismatch;
import io.parley.ingress.problem.IngressFailure.TokenExpired;
import io.parley.ingress.problem.IngressFailure.UploadTooLarge;
import io.parley.ingress.problem.IngressFailure.VisitorTokenInvalid;
import io.parley.runtime.limit.TooMany;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers each way a webhook can fail. */
@RestControllerAdvice(basePackageClasses = IngressModule.class)
public class IngressProblems {

    private static final Logger log = LoggerFactory.getLogger(IngressProblems.class);

    private final IngressProperties properties;
    private final MeterRegistry meters;

    IngressProblems(IngressProperties properties, MeterRegistry meters) {
        this.properties = properties;
        this.meters = meters;
    }

    @ExceptionHandler
    public ResponseEntity<ProblemDetail> tooMany(TooMany failure) {
        meters.counter("parley.rejected", "reason", "too-many-requests").increment();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, "too many requests");
        problem.setType(URI.create("urn:parley:problem:too-many-requests"));
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(failure.retryAfter().toSeconds()));
        return new ResponseEntity<>(problem, headers, HttpStatus.TOO_MANY_REQUESTS);
    }

    /** Also for frames of a WebSocket, which are refused in the same words. */
    @ExceptionHandler
    public ResponseEntity<ProblemDetail> toProblem(IngressFailure failure) {
        return switch (failure) {
            case BodyTooLarge it -> problem(HttpStatus.PAYLOAD_TOO_LARGE, "body-too-large", it);
            case MalformedBody it -> problem(HttpStatus.BAD_REQUEST, "malformed-body", it);
            case InboxNotFound it -> problem(HttpStatus.NOT_FOUND, "inbox-not-found", it);
            case SignatureMismatch it -> problem(HttpStatus.UNAUTHORIZED, "signature-mismatch", it);
            case OriginNotAllowed it -> problem(HttpStatus.FORBIDDEN, "origin-not-allowed", it);
            case VisitorTokenInvalid it -> problem(HttpStatus.UNAUTHORIZED, "visitor-token-invalid", it);
            case IdentifierHashMismatch it -> problem(HttpStatus.UNAUTHORIZED, "identifier-hash-mismatch", it);
            case InvalidInput it -> problem(HttpStatus.UNPROCESSABLE_ENTITY, it.name(), it);
            case FileTypeNotAllowed it -> problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "file-type-not-allowed", it);
            case UploadTooLarge it -> problem(HttpStatus.PAYLOAD_TOO_LARGE, "file-too-large", it);
            case InboxesNotReady it -> problem(HttpStatus.SERVICE_UNAVAILABLE, "inboxes-not-ready", it);
            case TokenExpired it -> problem(HttpStatus.SERVICE_UNAVAILABLE, "token-expired", it);
            case NotAcknowledged it -> problem(HttpStatus.SERVICE_UNAVAILABLE, "not-acknowledged", it);
            case FilesNotKept it -> problem(HttpStatus.SERVICE_UNAVAILABLE, "files-not-kept", it);
        };
    }

    private ResponseEntity<ProblemDetail> problem(HttpStatus status, String name, IngressFailure failure) {
        meters.counter("parley.rejected", "reason", name).increment();
        log.info("Rejected with {}: {}", status.value(), name);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, failure.getMessage());
        problem.setType(URI.create("urn:parley:problem:" + name));
        problem.setInstance(URI.create("/webhooks")); // else the path is filled in, and the secret with it
        HttpHeaders headers = new HttpHeaders();
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(
                    HttpHeaders.RETRY_AFTER,
                    Long.toString(properties.retryAfter().toSeconds()));
        }
        return new ResponseEntity<>(problem, headers, status);
    }
}
