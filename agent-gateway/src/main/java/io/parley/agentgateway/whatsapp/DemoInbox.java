package io.parley.agentgateway.whatsapp;

import io.parley.contract.Channel;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import io.parley.store.inbox.Inboxes;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * On a trial installation, makes an inbox on the Evolution API of the settings, so that the first minute needs no
 * phone.
 */
@Component
@ConditionalOnProperty(prefix = "parley.gateway.demo", name = "enabled", havingValue = "true")
final class DemoInbox {

    private static final Logger log = LoggerFactory.getLogger(DemoInbox.class);

    private static final String NAME = "Demo WhatsApp";
    private static final String INSTANCE = "demo";
    private static final int TRIES = 20;

    private final Agents agents;
    private final Inboxes inboxes;
    private final ConnectWhatsApp connect;
    private final EvolutionProperties evolution;
    private final Settings settings;

    DemoInbox(
            Agents agents, Inboxes inboxes, ConnectWhatsApp connect, EvolutionProperties evolution, Settings settings) {
        this.agents = agents;
        this.inboxes = inboxes;
        this.connect = connect;
        this.evolution = evolution;
        this.settings = settings;
    }

    /** Evolution may start at the same time as the hub: it is asked again for a while. */
    @EventListener(ApplicationReadyEvent.class)
    void install() {
        if (evolution.baseUrl() == null || settings.email() == null || settings.password() == null) {
            return;
        }
        agents.authenticate(settings.email(), settings.password())
                .flatMap(this::installFor)
                .retryWhen(Retry.fixedDelay(TRIES, Duration.ofSeconds(1)))
                .subscribe(
                        inbox -> log.info("The demo inbox is {}", inbox.inbox().id()),
                        failure -> log.warn("The demo inbox could not be made: {}", failure.getMessage()));
    }

    private Mono<InboxDetails> installFor(AgentIdentity administrator) {
        Viewer viewer =
                administrator.viewerOf(administrator.memberships().get(0).accountId());
        return inboxes.list(viewer)
                .filter(inbox -> inbox.inbox().name().equals(NAME))
                .next()
                .switchIfEmpty(Mono.defer(() -> connect.connect(viewer, inbox(), instance())));
    }

    private static NewInbox inbox() {
        return new NewInbox(Channel.WHATSAPP, NAME, null, null, null, null, null, null, null, null, null, null);
    }

    private static ConnectWhatsApp.Settings instance() {
        return new ConnectWhatsApp.Settings(null, null, INSTANCE, true, null, null, null);
    }

    /**
     * @param email of the administrator who makes the inbox
     * @param password theirs, in clear
     */
    @ConfigurationProperties("parley.gateway.demo")
    record Settings(
            boolean enabled,
            @Nullable String email,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Settings[enabled=" + enabled + "]";
        }
    }
}
