package io.parley.ingress.webhook;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Where Evolution API posts. The path ends in the inbox's secret; what follows it names the event once more. */
@RestController
class EvolutionWebhooks {

    private final WebhookInboxes inboxes;
    private final WebhookSignature signature;
    private final WebhookBodies bodies;
    private final AcceptWebhook acceptWebhook;

    EvolutionWebhooks(
            WebhookInboxes inboxes, WebhookSignature signature, WebhookBodies bodies, AcceptWebhook acceptWebhook) {
        this.inboxes = inboxes;
        this.signature = signature;
        this.bodies = bodies;
        this.acceptWebhook = acceptWebhook;
    }

    /** Answers 202 only after Kafka has it all: a provider that sees anything else sends again. */
    @PostMapping("/webhooks/evolution/{secret}/{*event}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mono<Void> receive(@PathVariable("secret") String secret, ServerHttpRequest request) {
        return bodies.checkSize(request)
                .then(Mono.defer(() -> inboxes.find(secret)))
                .doOnNext(inbox -> signature.check(inbox, request.getHeaders()))
                .flatMap(inbox -> bodies.with(request, body -> acceptWebhook.accept(inbox, body)));
    }
}
