package io.parley.ingress.webhook;

import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.ingress.channel.email.AcceptEmail;
import io.parley.ingress.problem.IngressFailure.BodyTooLarge;
import io.parley.ingress.problem.IngressFailure.InboxNotFound;
import io.parley.ingress.problem.IngressFailure.MalformedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where providers push mails as they came (RFC 822). The path ends in the inbox's secret. */
@RestController
class EmailWebhooks {

    private final WebhookInboxes inboxes;
    private final WebhookBodies bodies;
    private final AcceptEmail acceptEmail;

    EmailWebhooks(WebhookInboxes inboxes, WebhookBodies bodies, AcceptEmail acceptEmail) {
        this.inboxes = inboxes;
        this.bodies = bodies;
        this.acceptEmail = acceptEmail;
    }

    /** Answers 202 only after Kafka has it; a mail that is larger than the inbox takes, 413. */
    @PostMapping("/webhooks/email/{secret}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> receive(@PathVariable("secret") String secret, ServerHttpRequest request) {
        return bodies.checkSize(request)
                .then(Mono.defer(() -> inboxes.findEmail(secret)))
                .flatMap(inbox -> requireSize(inbox, request.getHeaders().getContentLength())
                        .then(bodies.with(request, body -> acceptEmail.accept(inbox, () -> bytes(inbox, body)))));
    }

    private static Mono<Void> requireSize(InboxConfig inbox, long declared) {
        return declared > limit(inbox) ? Mono.error(() -> tooLarge(inbox)) : Mono.empty();
    }

    /** What does not say its size may turn out too large when read. */
    private static byte[] bytes(InboxConfig inbox, WebhookBody body) throws IOException {
        try (InputStream in = body.open()) {
            byte[] bytes = in.readNBytes(Math.toIntExact(limit(inbox) + 1));
            if (bytes.length > limit(inbox)) {
                throw tooLarge(inbox);
            }
            if (bytes.length == 0) {
                throw new MalformedBody("the body is empty, a mail was expected");
            }
            return bytes;
        }
    }

    private static BodyTooLarge tooLarge(InboxConfig inbox) {
        return new BodyTooLarge(DataSize.ofBytes(limit(inbox)));
    }

    private static long limit(InboxConfig inbox) {
        EmailChannel channel = Objects.requireNonNull(inbox.email(), InboxNotFound.class::getName);
        return Math.min(channel.maxBytes(), Integer.MAX_VALUE - 16);
    }
}
