package io.parley.ingress.channel.webchat;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.ingress.IngressProperties;
import io.parley.ingress.problem.IngressFailure.InboxNotFound;
import io.parley.ingress.problem.IngressFailure.InboxesNotReady;
import io.parley.runtime.inbox.InboxTable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Inboxes with a widget, by the token in the page's snippet. */
@Component
class WebchatInboxes {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final InboxTable table;
    private final IngressProperties properties;
    private final Map<String, InboxId> byToken = new ConcurrentHashMap<>();

    WebchatInboxes(InboxTable table, IngressProperties properties) {
        this.table = table;
        this.properties = properties;
        table.onChange(this::remember);
        table.onRemoved(id -> byToken.values().remove(id));
    }

    private void remember(InboxConfig inbox) {
        byToken.values().remove(inbox.id());
        if (inbox.webchat() != null) {
            byToken.put(inbox.webchat().websiteToken(), inbox.id());
        }
    }

    /** Looks again for a while before it gives up: a page may be opened before the news of its inbox arrived here. */
    Mono<WebchatInbox> find(String websiteToken) {
        if (!table.isReady()) {
            return Mono.error(new InboxesNotReady());
        }
        return look(websiteToken)
                .switchIfEmpty(Mono.defer(() -> Flux.interval(BETWEEN_LOOKS)
                        .concatMap(tick -> look(websiteToken))
                        .next()
                        .timeout(properties.inboxGrace(), Mono.error(InboxNotFound::new))));
    }

    Mono<WebchatInbox> find(InboxId id) {
        if (!table.isReady()) {
            return Mono.error(new InboxesNotReady());
        }
        return Mono.justOrEmpty(withWidget(id)).switchIfEmpty(Mono.error(InboxNotFound::new));
    }

    private Mono<WebchatInbox> look(String websiteToken) {
        return Mono.fromSupplier(() -> Optional.ofNullable(byToken.get(websiteToken))
                .flatMap(this::withWidget)
                .orElse(null));
    }

    private Optional<WebchatInbox> withWidget(InboxId id) {
        return table.find(id)
                .filter(InboxConfig::enabled)
                .flatMap(it -> Optional.ofNullable(it.webchat()).map(channel -> new WebchatInbox(it, channel)));
    }
}
