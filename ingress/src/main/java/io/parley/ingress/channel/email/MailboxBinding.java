package io.parley.ingress.channel.email;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Channel;
import io.parley.contract.email.MailboxCursor;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.MailServer;
import io.parley.ingress.channel.ParsedInbound;
import io.parley.ingress.channel.PublishInbound;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.mail.MailFaults;
import io.parley.runtime.mail.MailSessions;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;

/**
 * Reads mailboxes by IMAP, each on a thread of its own: everything new, then whatever the server announces (IDLE), with
 * a look now and then as the net. A mailbox that cannot be read is tried again after a pause that grows, and its inbox
 * says why.
 *
 * <p>Waiting is deliberate, as in the bindings of topics: a mail counts as read when the broker has it, and only then
 * is it marked as seen and the cursor moved.
 */
@Component
class MailboxBinding {

    private static final Logger log = LoggerFactory.getLogger(MailboxBinding.class);

    private final AcceptEmail accept;
    private final MailboxCursors cursors;
    private final PublishInbound publish;
    private final SecretBox secrets;
    private final EmailProperties properties;
    private final MeterRegistry meters;
    private final Clock clock;

    MailboxBinding(
            AcceptEmail accept,
            MailboxCursors cursors,
            PublishInbound publish,
            SecretBox secrets,
            EmailProperties properties,
            MeterRegistry meters,
            Clock clock) {
        this.accept = accept;
        this.cursors = cursors;
        this.publish = publish;
        this.secrets = secrets;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /** Reads until it is disposed of. */
    Disposable read(InboxConfig inbox) {
        Reading reading = new Reading(inbox);
        Thread.ofPlatform().name("mailbox-" + inbox.id()).daemon().start(reading::run);
        return reading::stop;
    }

    /** One mailbox being read. */
    private final class Reading {

        private final InboxConfig inbox;
        private final EmailChannel channel;
        private final Map<Long, Integer> failures = new HashMap<>();
        private final CountDownLatch stopped = new CountDownLatch(1);
        private volatile @Nullable Store connection;
        private @Nullable ConnectionState told;
        private Duration pause = properties.backOff();

        Reading(InboxConfig inbox) {
            this.inbox = inbox;
            this.channel = Objects.requireNonNull(inbox.email());
        }

        void run() {
            while (isWanted()) {
                try {
                    readWhileConnected();
                } catch (MessagingException | RuntimeException e) {
                    if (isWanted()) {
                        failed(e);
                    }
                }
            }
        }

        void stop() {
            stopped.countDown();
            // closing talks to the server, which may be slow to answer: not on the caller's thread
            Thread.ofPlatform().daemon().name("mailbox-" + inbox.id() + "-stop").start(() -> close(connection));
        }

        private void readWhileConnected() throws MessagingException {
            MailServer server = Objects.requireNonNull(channel.imap());
            try (Store store = MailSessions.imap(server, properties.timeout()).getStore("imap")) {
                connection = store;
                store.connect(
                        server.user(), server.sealedPassword() == null ? null : secrets.open(server.sealedPassword()));
                IMAPFolder folder = (IMAPFolder) store.getFolder("INBOX");
                folder.open(IMAPFolder.READ_WRITE);
                tell(ConnectionState.OPEN, null);
                MailboxFolder mailbox = new MailboxFolder(folder, channel.maxBytes(), failures, properties, clock);
                MailboxCursor cursor = cursors.find(inbox.id());
                while (isWanted()) {
                    cursor = takeNew(mailbox, cursor);
                    pause = properties.backOff();
                    mailbox.awaitNews(stopped);
                }
            } finally {
                connection = null;
            }
        }

        /** Mail by mail; the cursor moves when a mail is on the topic. */
        private @Nullable MailboxCursor takeNew(MailboxFolder mailbox, @Nullable MailboxCursor from)
                throws MessagingException {
            MailboxCursor cursor = from;
            for (MailboxFolder.Mail mail : mailbox.after(cursor)) {
                if (!isWanted()) {
                    return cursor;
                }
                take(mail);
                cursor = new MailboxCursor(inbox.id(), mailbox.uidValidity(), mail.uid(), clock.instant());
                cursors.save(cursor).block(properties.timeout());
                mailbox.markSeen(mail);
                meters.counter("parley.mailbox.mails").increment();
            }
            return cursor;
        }

        private void take(MailboxFolder.Mail mail) throws MessagingException {
            MailboxFolder.Content content = mail.content();
            if (content.notice() == null) {
                accept.accept(inbox, content::bytes).block(properties.timeout());
            } else {
                accept.acceptHeaders(inbox, content.bytes(), content.notice()).block(properties.timeout());
            }
        }

        private void failed(Exception failure) {
            String words = MailFaults.inWords(failure);
            log.warn(
                    "The mailbox of inbox {} cannot be read, trying again in {} s: {}",
                    inbox.id(),
                    pause.toSeconds(),
                    words);
            meters.counter("parley.mailbox.failures").increment();
            try {
                tell(ConnectionState.CLOSED, words);
                var unused = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopped.countDown();
            }
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(properties.backOffAtMost()) > 0 ? properties.backOffAtMost() : longer;
        }

        /** Agents see at the inbox whether it is read; said when it changes. */
        private void tell(ConnectionState state, @Nullable String reason) {
            if (state == told) {
                return;
            }
            Inbound.Connection news = new Inbound.Connection(
                    inbox.id(), Channel.EMAIL, state, null, null, channel.address(), reason, clock.instant());
            try {
                publish.publish(List.of(new ParsedInbound("mailbox-" + UUID.randomUUID(), news)))
                        .block(properties.timeout());
                told = state;
            } catch (RuntimeException e) {
                log.info("The state of inbox {} is told later: {}", inbox.id(), e.toString());
            }
        }

        private boolean isWanted() {
            return stopped.getCount() > 0;
        }

        private static void close(@Nullable Store store) {
            try {
                if (store != null) {
                    store.close();
                }
            } catch (MessagingException e) {
                log.debug("The connection was gone already", e);
            }
        }
    }
}
