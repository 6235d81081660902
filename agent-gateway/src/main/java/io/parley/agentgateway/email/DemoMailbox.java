package io.parley.agentgateway.email;

import io.parley.contract.Channel;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.MailServer;
import io.parley.runtime.inbox.SecretBox;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import io.parley.store.inbox.Inboxes;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * On a trial installation, makes an inbox of the mailbox on the local mail server, and follows it when its ports
 * change.
 */
@Component
final class DemoMailbox {

    private static final Logger log = LoggerFactory.getLogger(DemoMailbox.class);

    private static final String NAME = "Demo e-mail";
    private static final int TRIES = 20;

    private final Agents agents;
    private final Inboxes inboxes;
    private final SecretBox secrets;
    private final Settings settings;

    DemoMailbox(Agents agents, Inboxes inboxes, SecretBox secrets, Settings settings) {
        this.agents = agents;
        this.inboxes = inboxes;
        this.secrets = secrets;
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void install() {
        String email = settings.administrator();
        String password = settings.administratorPassword();
        if (!settings.enabled() || settings.imapsPort() == 0 || email == null || password == null) {
            return;
        }
        agents.authenticate(email, password)
                .flatMap(this::installFor)
                .retryWhen(Retry.fixedDelay(TRIES, Duration.ofSeconds(1)))
                .subscribe(
                        inbox -> log.info(
                                "The demo mailbox is inbox {}", inbox.inbox().id()),
                        failure -> log.warn("The demo mailbox could not be made: {}", failure.getMessage()));
    }

    private Mono<InboxDetails> installFor(AgentIdentity administrator) {
        Viewer viewer =
                administrator.viewerOf(administrator.memberships().get(0).accountId());
        return inboxes.list(viewer)
                .filter(inbox -> inbox.inbox().name().equals(NAME))
                .next()
                .flatMap(inbox -> follow(viewer, inbox))
                .switchIfEmpty(Mono.defer(() -> inboxes.create(
                        viewer,
                        new NewInbox(
                                Channel.EMAIL,
                                NAME,
                                null,
                                mailbox(),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null))));
    }

    private Mono<InboxDetails> follow(Viewer viewer, InboxDetails inbox) {
        EmailChannel now = inbox.email();
        boolean same = now != null
                && now.imap() != null
                && now.imap().port() == settings.imapsPort()
                && now.smtp() != null
                && now.smtp().port() == settings.smtpsPort();
        return same
                ? Mono.just(inbox)
                : inboxes.update(
                        viewer,
                        inbox.inbox().id(),
                        new InboxChange(
                                null, null, null, mailbox(), null, null, null, null, null, null, null, null, null,
                                null));
    }

    private EmailChannel mailbox() {
        return new EmailChannel(
                settings.address(),
                "Parley demo",
                server(settings.imapsPort()),
                server(settings.smtpsPort()),
                null,
                true,
                26_214_400,
                120);
    }

    private MailServer server(int port) {
        return new MailServer(
                settings.host(),
                port,
                MailServer.Security.TLS,
                settings.user(),
                secrets.seal(settings.password()),
                false);
    }

    /**
     * @param imapsPort of the local mail server; 0: there is none
     * @param administrator the e-mail of who makes the inbox
     */
    @ConfigurationProperties("parley.gateway.demo-mail")
    record Settings(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("127.0.0.1") String host,
            @DefaultValue("0") int imapsPort,
            @DefaultValue("0") int smtpsPort,
            @DefaultValue("support@parley.example") String address,
            @DefaultValue("support") String user,
            @DefaultValue("support") String password,
            @Nullable String administrator,
            @Nullable String administratorPassword) {
        @Override
        public String toString() {
            return "Settings[enabled=" + enabled + "]";
        }
    }
}
