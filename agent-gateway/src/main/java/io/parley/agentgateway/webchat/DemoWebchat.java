package io.parley.agentgateway.webchat;

import io.parley.contract.Channel;
import io.parley.runtime.inbox.SecretBox;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import io.parley.store.inbox.Inboxes;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * On a trial installation, a web-chat inbox and a shop's page that has it, so that the first minute needs no website.
 */
@RestController
@Hidden
@ConditionalOnProperty(prefix = "parley.gateway.demo", name = "enabled", havingValue = "true")
class DemoWebchat {

    private static final Logger log = LoggerFactory.getLogger(DemoWebchat.class);
    private static final String NAME = "Demo web chat";
    private static final String PLACE = "__WEBSITE_TOKEN__";
    private static final int TRIES = 20;
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; img-src 'self' data: https:; style-src 'self'"
                    + " 'unsafe-inline'; script-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; frame-src 'self'";

    private final Agents agents;
    private final Inboxes inboxes;
    private final SecretBox secrets;
    private final @Nullable String email;
    private final @Nullable String password;
    private volatile @Nullable String websiteToken;

    DemoWebchat(
            Agents agents,
            Inboxes inboxes,
            SecretBox secrets,
            @Value("${parley.gateway.demo.email:}") @Nullable String email,
            @Value("${parley.gateway.demo.password:}") @Nullable String password) {
        this.agents = agents;
        this.inboxes = inboxes;
        this.secrets = secrets;
        this.email = email;
        this.password = password;
    }

    @EventListener(ApplicationReadyEvent.class)
    void install() {
        if (email == null || email.isBlank() || password == null || password.isBlank()) {
            return;
        }
        agents.authenticate(email, password)
                .flatMap(this::installFor)
                .retryWhen(Retry.fixedDelay(TRIES, Duration.ofSeconds(1)))
                .subscribe(
                        inbox -> websiteToken =
                                Objects.requireNonNull(inbox.webchat()).websiteToken(),
                        failure -> log.warn("The demo web chat could not be made: {}", failure.getMessage()));
    }

    @GetMapping("/demo")
    Mono<ResponseEntity<String>> page() {
        String token = websiteToken;
        if (token == null) {
            return Mono.just(ResponseEntity.notFound().build());
        }
        return Mono.fromCallable(() -> ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .body(template().replace(PLACE, token)));
    }

    private static String template() throws IOException {
        return new ClassPathResource("demo/index.html").getContentAsString(StandardCharsets.UTF_8);
    }

    private Mono<InboxDetails> installFor(AgentIdentity administrator) {
        Viewer viewer =
                administrator.viewerOf(administrator.memberships().get(0).accountId());
        return inboxes.list(viewer)
                .filter(inbox -> inbox.inbox().name().equals(NAME) && inbox.webchat() != null)
                .next()
                .switchIfEmpty(Mono.defer(() -> inboxes.create(viewer, inbox())));
    }

    private NewInbox inbox() {
        return new NewInbox(
                Channel.WEBCHAT,
                NAME,
                null,
                null,
                WidgetSettings.demo(secrets),
                null,
                true,
                "Hi! How can we help?",
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
