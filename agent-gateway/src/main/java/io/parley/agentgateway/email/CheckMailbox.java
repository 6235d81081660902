package io.parley.agentgateway.email;

import io.parley.agentgateway.api.wire.Wire;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.MailServer;
import io.parley.runtime.inbox.CannotOpen;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.mail.MailFaults;
import io.parley.runtime.mail.MailSessions;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Signs in to a mailbox's servers, and says in words what came of it. Nothing is read, sent or changed. */
@Component
public class CheckMailbox {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SecretBox secrets;

    CheckMailbox(SecretBox secrets) {
        this.secrets = secrets;
    }

    public Mono<Report> check(EmailChannel channel) {
        return Mono.zip(
                        Mono.fromCallable(() -> imap(channel.imap())).subscribeOn(Schedulers.boundedElastic()),
                        Mono.fromCallable(() -> smtp(channel.smtp())).subscribeOn(Schedulers.boundedElastic()))
                .map(both -> new Report(both.getT1().ok() && both.getT2().ok(), both.getT1(), both.getT2()));
    }

    private Finding imap(@Nullable MailServer server) {
        if (server == null) {
            return new Finding(true, "No IMAP server: mails only come by webhook");
        }
        try (Store store = MailSessions.imap(server, TIMEOUT).getStore("imap")) {
            // without any password the library would not even connect, and say that it was refused
            store.connect(server.user(), Objects.requireNonNullElse(passwordOf(server), ""));
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            int mails = inbox.getMessageCount();
            inbox.close(false);
            return new Finding(true, "Signed in to %s, %d mails in INBOX".formatted(server.host(), mails));
        } catch (MessagingException | RuntimeException e) {
            return failed(server, e);
        }
    }

    private Finding smtp(@Nullable MailServer server) {
        if (server == null) {
            return new Finding(true, "No SMTP server: answers leave through the installation's own");
        }
        try (Transport transport = MailSessions.smtp(server, TIMEOUT).getTransport("smtp")) {
            transport.connect(server.user(), passwordOf(server));
            return new Finding(true, "Signed in to " + server.host());
        } catch (MessagingException | RuntimeException e) {
            return failed(server, e);
        }
    }

    private @Nullable String passwordOf(MailServer server) {
        return server.sealedPassword() == null ? null : secrets.open(server.sealedPassword());
    }

    private static Finding failed(MailServer server, Exception failure) {
        String words = failure instanceof CannotOpen
                ? "the password was sealed with another SECRET_KEY_BASE: type it again"
                : MailFaults.inWords(failure);
        return new Finding(false, "%s:%d: %s".formatted(server.host(), server.port(), words));
    }

    /** @param ok whether all of it works */
    @Wire
    public record Report(boolean ok, Finding imap, Finding smtp) {}

    /** @param message what was found, in words; of a failure what to look at */
    @Wire
    public record Finding(boolean ok, String message) {}
}
