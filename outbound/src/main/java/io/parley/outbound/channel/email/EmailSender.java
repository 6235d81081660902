package io.parley.outbound.channel.email;

import io.parley.contract.Channel;
import io.parley.contract.email.OutgoingEmail;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.MailServer;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.channel.ChannelSender;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.outbound.channel.SendOutcome.Refused;
import io.parley.outbound.channel.SendOutcome.Sent;
import io.parley.outbound.channel.email.WriteMail.LoadedFile;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.inbox.CannotOpen;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.mail.MailSessions;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * E-mail by SMTP. All parts of a message go in one mail, under a Message-ID made of the message's own: should it be
 * sent again, receivers see the same mail. What mail servers do blocks, on threads of its own.
 */
@Component
class EmailSender implements ChannelSender, DisposableBean {

    private final EmailProperties properties;
    private final SecretBox secrets;
    private final FileStore files;
    private final MailVerdicts verdicts;
    private final Scheduler connections;

    EmailSender(EmailProperties properties, SecretBox secrets, FileStore files) {
        this.properties = properties;
        this.secrets = secrets;
        this.files = files;
        this.verdicts = new MailVerdicts(properties);
        this.connections = Schedulers.newBoundedElastic(properties.connections(), Integer.MAX_VALUE, "smtp");
    }

    @Override
    public Channel channel() {
        return Channel.EMAIL;
    }

    /** One mail, whatever the number of files: its first part stands for all. */
    @Override
    public List<MessageContent> partsOf(Outbound.Send message) {
        return message.parts().subList(0, 1);
    }

    @Override
    public Mono<SendOutcome> send(InboxConfig inbox, OutgoingPart part) {
        Outbound.Send message = part.message();
        OutgoingEmail email = message.email();
        EmailChannel channel = inbox.email();
        if (email == null || channel == null) {
            return Mono.just(new Refused("this inbox is not set up to send"));
        }
        if (channel.smtp() == null && properties.host().isBlank()) {
            return Mono.just(new Refused(
                    "this inbox has no SMTP server: give it one, or set SMTP_ADDRESS for all inboxes that have none"));
        }
        return load(message)
                .flatMap(loaded -> Mono.fromCallable(() -> handIn(channel, message, email, loaded))
                        .subscribeOn(connections))
                .onErrorResume(TooLarge.class, it -> Mono.just(tooLarge()))
                .onErrorResume(FileMissing.class, it -> Mono.just(new Refused("a file of this message is gone")))
                .onErrorResume(
                        CannotOpen.class,
                        closed -> Mono.just(new NotNow(
                                Obstacle.INBOX,
                                "the password of this inbox was sealed with another SECRET_KEY_BASE",
                                properties.pauseWhenLockedOut())));
    }

    private Mono<List<LoadedFile>> load(Outbound.Send message) {
        return Flux.fromIterable(message.parts())
                .ofType(Media.class)
                .concatMap(this::load)
                .collectList()
                .doOnNext(loaded -> {
                    long bytes =
                            loaded.stream().mapToLong(it -> it.bytes().length).sum();
                    if (bytes * 4 / 3 > properties.maxMail().toBytes()) {
                        throw new TooLarge();
                    }
                });
    }

    private Mono<LoadedFile> load(Media media) {
        int limit = Math.toIntExact(
                Math.min(Integer.MAX_VALUE - 8, properties.maxMail().toBytes()));
        return Mono.justOrEmpty(media.fileKey())
                .flatMap(files::read)
                .switchIfEmpty(Mono.error(FileMissing::new))
                .flatMap(content -> DataBufferUtils.join(content.bytes(), limit))
                .map(joined -> {
                    byte[] bytes = new byte[joined.readableByteCount()];
                    joined.read(bytes);
                    DataBufferUtils.release(joined);
                    return new LoadedFile(
                            Objects.requireNonNullElse(media.fileName(), "file"), media.mediaType(), bytes);
                })
                .onErrorMap(DataBufferLimitException.class, it -> new TooLarge());
    }

    private SendOutcome tooLarge() {
        return new Refused("its files make a mail of more than %d MB, which mail servers do not take"
                .formatted(properties.maxMail().toMegabytes()));
    }

    /** Blocks; on {@link #connections} only. */
    private SendOutcome handIn(
            EmailChannel channel, Outbound.Send message, OutgoingEmail email, List<LoadedFile> loaded) {
        MailServer server = channel.smtp();
        String password = server == null
                ? properties.password()
                : server.sealedPassword() == null ? null : secrets.open(server.sealedPassword());
        MailServer used = server == null ? installation() : server;
        Session session = MailSessions.smtp(used, properties.timeout());
        OutgoingMail mail = null;
        try (Transport transport = transport(session)) {
            mail = new WriteMail(channel, blankToNull(properties.sender())).write(session, message, email, loaded);
            transport.connect(used.user(), password);
            transport.sendMessage(mail, WriteMail.recipients(email));
            return new Sent(email.messageId(), null);
        } catch (MessagingException | UnsupportedEncodingException | RuntimeException e) {
            return verdicts.on(e, mail);
        }
    }

    /** Quits without waiting for a word: what became of the mail has been said by then. */
    private static Transport transport(Session session) throws NoSuchProviderException {
        session.getProperties().setProperty("mail.smtp.quitwait", "false");
        return session.getTransport("smtp");
    }

    private MailServer installation() {
        return new MailServer(
                properties.host(),
                properties.port(),
                properties.security(),
                blankToNull(properties.user()),
                null,
                properties.verifyCertificate());
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** Mail servers keep no history that could be asked. */
    @Override
    public Flux<Sent> findSent(InboxConfig inbox, OutgoingPart part, Instant since) {
        return Flux.empty();
    }

    /** A mail that left cannot be taken back. */
    @Override
    public Mono<Void> delete(InboxConfig inbox, Outbound.Delete delete) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> markRead(InboxConfig inbox, Outbound.MarkRead markRead) {
        return Mono.empty();
    }

    @Override
    public void destroy() {
        connections.dispose();
    }

    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class FileMissing extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
