package io.parley.outbound.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;

/** A mail with an id of our choosing, which knows how much of it went over the wire. */
final class OutgoingMail extends MimeMessage {

    private final String id;
    private volatile boolean written;

    OutgoingMail(Session session, String id) {
        super(session);
        this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", "<" + id + ">");
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
        super.writeTo(out, ignored);
        written = true;
    }

    /** Once all of it is written only the server knows whether it took it; before that it certainly has not. */
    boolean isWritten() {
        return written;
    }
}
