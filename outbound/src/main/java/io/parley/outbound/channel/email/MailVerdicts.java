package io.parley.outbound.channel.email;

import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.outbound.channel.SendOutcome.Refused;
import io.parley.outbound.channel.SendOutcome.Unknown;
import io.parley.runtime.mail.MailFaults;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.time.Duration;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Judges what an SMTP server, or the way to it, said: 4xx may work later, 5xx never will, silence after the last byte
 * is doubt.
 */
final class MailVerdicts {

    private static final Duration AT_MOST = Duration.ofMinutes(30);

    private final EmailProperties properties;

    MailVerdicts(EmailProperties properties) {
        this.properties = properties;
    }

    /** @param mail as far as it was written; absent when it was not begun */
    SendOutcome on(Exception failure, @Nullable OutgoingMail mail) {
        if (failure instanceof AddressException address) {
            return new Refused("this is no e-mail address: " + address.getRef());
        }
        int code = codeOf(failure);
        if (code >= 500) {
            return new Refused(words(failure, code));
        }
        if (code >= 400) {
            return new NotNow(Obstacle.MESSAGE, words(failure, code), properties.waitWhenRefusedForNow());
        }
        if (MailFaults.isLogin(failure)) {
            return new NotNow(Obstacle.INBOX, MailFaults.inWords(failure), properties.pauseWhenLockedOut());
        }
        if (mail != null && mail.isWritten()) {
            return new Unknown("the mail server did not say whether it took the mail");
        }
        return new NotNow(Obstacle.SERVER, MailFaults.inWords(failure), min(properties.waitWhenUnreachable()));
    }

    /**
     * The server's answer to the sender, a recipient or the mail; of several recipients the gravest. 0 when it gave
     * none.
     */
    private static int codeOf(@Nullable Throwable failure) {
        int code = 0;
        for (Throwable it = failure;
                it != null;
                it = it instanceof MessagingException mail ? mail.getNextException() : null) {
            code = Math.max(
                    code,
                    switch (it) {
                        case SMTPAddressFailedException address -> address.getReturnCode();
                        case SMTPSenderFailedException sender -> sender.getReturnCode();
                        case SMTPSendFailedException send -> send.getReturnCode();
                        default -> 0;
                    });
        }
        return code;
    }

    private static String words(Exception failure, int code) {
        String said = failure.getMessage();
        for (Throwable it = failure;
                it != null;
                it = it instanceof MessagingException mail ? mail.getNextException() : null) {
            if (it instanceof SMTPAddressFailedException address && address.getReturnCode() == code) {
                said = "%s: %s".formatted(address.getAddress(), address.getMessage());
            }
        }
        String line = String.valueOf(said).replaceAll("\\s+", " ").strip();
        return "the mail server refused it: " + line.substring(0, Math.min(300, line.length()));
    }

    private static Duration min(Duration wait) {
        return wait.compareTo(AT_MOST) > 0 ? AT_MOST : wait;
    }
}
