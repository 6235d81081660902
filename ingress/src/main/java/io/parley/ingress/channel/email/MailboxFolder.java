package io.parley.ingress.channel.email;

import io.parley.contract.email.MailboxCursor;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Header;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;

/** A mailbox's folder: what is new in it, in the order of its UIDs, and the waiting for more. */
final class MailboxFolder {

    /** A mailbox whose UIDs start anew is read again from a little before it was last read. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private static final int TRIES = 3;
    private static final ScheduledExecutorService ALARM = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mailbox-alarm").factory());

    private final IMAPFolder folder;
    private final long maxBytes;
    private final EmailProperties properties;
    private final Clock clock;
    private final boolean idles;
    private final Map<Long, Integer> failures;

    /** @param failures how often each mail could not be fetched, over all connections */
    MailboxFolder(
            IMAPFolder folder, long maxBytes, Map<Long, Integer> failures, EmailProperties properties, Clock clock)
            throws MessagingException {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.failures = failures;
        this.properties = properties;
        this.clock = clock;
        this.idles = ((IMAPStore) folder.getStore()).hasCapability("IDLE");
    }

    long uidValidity() throws MessagingException {
        return folder.getUIDValidity();
    }

    /** What was not read yet; of a mailbox never read before, what is recent. */
    List<Mail> after(@Nullable MailboxCursor cursor) throws MessagingException {
        boolean known = cursor != null && cursor.uidValidity() == folder.getUIDValidity();
        long last = cursor != null && known ? cursor.lastUid() : 0;
        Message[] messages =
                known ? folder.getMessagesByUID(last + 1, UIDFolder.LASTUID) : folder.search(since(cursor));
        FetchProfile profile = new FetchProfile();
        profile.add(UIDFolder.FetchProfileItem.UID);
        profile.add(FetchProfile.Item.SIZE);
        profile.add(FetchProfile.Item.FLAGS);
        folder.fetch(messages, profile);
        List<Mail> mails = new ArrayList<>();
        for (Message message : messages) {
            if (message instanceof IMAPMessage mail && !mail.isExpunged() && !mail.isSet(Flags.Flag.DELETED)) {
                long uid = folder.getUID(mail);
                if (uid > last) { // servers answer a range beyond the end with the last mail there is
                    mails.add(new Mail(uid, mail));
                }
            }
        }
        mails.sort(Comparator.comparingLong(Mail::uid));
        return mails;
    }

    /** The server knows days only, and in its own zone. */
    private ReceivedDateTerm since(@Nullable MailboxCursor cursor) {
        Instant from = cursor == null
                ? clock.instant().minus(properties.firstLookBack())
                : cursor.at().minus(OVERLAP);
        return new ReceivedDateTerm(ComparisonTerm.GE, Date.from(from));
    }

    void markSeen(Mail mail) throws MessagingException {
        if (properties.markSeen()) {
            mail.message.setFlag(Flags.Flag.SEEN, true);
        }
    }

    /**
     * Returns when the server says that something happened, when it is time to look, or when nobody wants to know any
     * more.
     */
    void awaitNews(CountDownLatch stopped) throws MessagingException {
        if (!idles) {
            sleep(stopped);
            folder.getMessageCount(); // servers tell of new mails when they are spoken to
            return;
        }
        ScheduledFuture<?> alarm =
                ALARM.schedule(this::interrupt, properties.poll().toMillis(), TimeUnit.MILLISECONDS);
        try {
            folder.idle(true);
        } finally {
            alarm.cancel(false);
        }
    }

    private void sleep(CountDownLatch stopped) {
        try {
            var unused = stopped.await(properties.poll().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Any command ends the waiting, and finds out whether the connection is still there. */
    private void interrupt() {
        try {
            folder.getMessageCount();
        } catch (MessagingException | RuntimeException e) {
            // whoever waits is told the same
        }
    }

    /** A mail on the server. */
    final class Mail {

        private final long uid;
        private final IMAPMessage message;

        Mail(long uid, IMAPMessage message) {
            this.uid = uid;
            this.message = message;
        }

        long uid() {
            return uid;
        }

        /**
         * Fetched without marking it as seen. A mail the server does not hand out is told of by its headers in the end.
         */
        Content content() throws MessagingException {
            message.setPeek(true);
            if (message.getSize() > maxBytes) {
                return new Content(
                        headers(),
                        "This e-mail has %.1f MB, more than the %.1f MB this inbox takes. It was left in the mailbox."
                                .formatted(message.getSize() / 1_048_576.0, maxBytes / 1_048_576.0));
            }
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(32, message.getSize()));
                message.writeTo(bytes);
                return new Content(bytes.toByteArray(), null);
            } catch (MessagingException | IOException | RuntimeException e) {
                if (failures.merge(uid, 1, Integer::sum) < TRIES) {
                    throw e instanceof MessagingException known
                            ? known
                            : new MessagingException("the mail cannot be fetched", e);
                }
                return new Content(
                        headers(), "The mail server does not hand this e-mail out. It was left in the mailbox.");
            }
        }

        private byte[] headers() {
            StringBuilder lines = new StringBuilder();
            try {
                Enumeration<Header> headers = message.getAllHeaders();
                while (headers.hasMoreElements()) {
                    Header header = headers.nextElement();
                    lines.append(header.getName())
                            .append(": ")
                            .append(header.getValue())
                            .append("\r\n");
                }
            } catch (MessagingException | RuntimeException e) {
                lines.append("Subject: (headers cannot be read)\r\n");
            }
            return lines.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** @param notice what to say instead when only the headers are here */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] bytes, @Nullable String notice) {}
}
