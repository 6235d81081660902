package io.parley.ingress.webhook;

import io.parley.contract.Channel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.ingress.IngressProperties;
import io.parley.ingress.problem.IngressFailure.InboxNotFound;
import io.parley.ingress.problem.IngressFailure.InboxesNotReady;
import io.parley.runtime.inbox.InboxTable;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Which inbox a webhook is for, by the secret in its path. */
@Component
class WebhookInboxes {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final InboxTable table;
    private final IngressProperties properties;

    WebhookInboxes(InboxTable table, IngressProperties properties) {
        this.table = table;
        this.properties = properties;
    }

    /** Looks again for a while before it gives up: a new inbox's first webhook may overtake the news of the inbox. */
    Mono<InboxConfig> find(String secret) {
        return find(secret, inbox -> inbox.channel() == Channel.WHATSAPP && inbox.evolution() != null);
    }

    /** The same for e-mail inboxes. */
    Mono<InboxConfig> findEmail(String secret) {
        return find(secret, inbox -> inbox.channel() == Channel.EMAIL && inbox.email() != null);
    }

    private Mono<InboxConfig> find(String secret, Predicate<InboxConfig> fit) {
        if (!table.isReady()) {
            return Mono.error(new InboxesNotReady());
        }
        return look(secret, fit).switchIfEmpty(Mono.defer(() -> lookAgain(secret, fit)));
    }

    private Mono<InboxConfig> lookAgain(String secret, Predicate<InboxConfig> fit) {
        return Flux.interval(BETWEEN_LOOKS)
                .concatMap(tick -> look(secret, fit))
                .next()
                .timeout(properties.inboxGrace(), Mono.error(InboxNotFound::new));
    }

    private Mono<InboxConfig> look(String secret, Predicate<InboxConfig> fit) {
        return Mono.fromSupplier(
                () -> table.findByWebhookSecret(secret).filter(fit).orElse(null));
    }
}
