package io.parley.agentgateway.api.wire;

import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.MailServer;
import io.parley.contract.inbox.MailServer.Security;
import org.jspecify.annotations.Nullable;

/**
 * What an e-mail inbox adds to its JSON. Servers are for administrators; passwords for nobody: whether there is one is
 * all that is told.
 */
@Wire
public record MailboxJson(
        String email,
        boolean forwardingEnabled,
        @Nullable String forwardToEmail,
        @Nullable String fromName,
        @Nullable String replyToAddress,
        boolean threadBySubject,
        long maxMailBytes,
        int messagesPerMinute,
        @Wire.Optional @Nullable Boolean imapEnabled,
        @Wire.Optional @Nullable String imapAddress,
        @Wire.Optional @Nullable Integer imapPort,
        @Wire.Optional @Nullable String imapLogin,
        @Wire.Optional @Nullable Boolean imapPasswordSet,
        @Wire.Optional @Nullable Boolean imapEnableSsl,
        @Wire.Optional @Nullable Boolean imapEnableStarttlsAuto,
        @Wire.Optional @Nullable String imapOpensslVerifyMode,
        @Wire.Optional @Nullable Boolean smtpEnabled,
        @Wire.Optional @Nullable String smtpAddress,
        @Wire.Optional @Nullable Integer smtpPort,
        @Wire.Optional @Nullable String smtpLogin,
        @Wire.Optional @Nullable Boolean smtpPasswordSet,
        @Wire.Optional @Nullable Boolean smtpEnableSslTls,
        @Wire.Optional @Nullable Boolean smtpEnableStarttlsAuto,
        @Wire.Optional @Nullable String smtpOpensslVerifyMode) {

    static MailboxJson of(EmailChannel channel, boolean administrator) {
        MailServer imap = administrator ? channel.imap() : null;
        MailServer smtp = administrator ? channel.smtp() : null;
        return new MailboxJson(
                channel.address(),
                false,
                null,
                channel.fromName(),
                channel.replyAddress(),
                channel.threadBySubject(),
                channel.maxBytes(),
                channel.messagesPerMinute(),
                administrator ? imap != null : null,
                imap == null ? null : imap.host(),
                imap == null ? null : imap.port(),
                imap == null ? null : imap.user(),
                imap == null ? null : imap.sealedPassword() != null,
                imap == null ? null : imap.security() == Security.TLS,
                imap == null ? null : imap.security() == Security.STARTTLS,
                imap == null ? null : verifyMode(imap),
                administrator ? smtp != null : null,
                smtp == null ? null : smtp.host(),
                smtp == null ? null : smtp.port(),
                smtp == null ? null : smtp.user(),
                smtp == null ? null : smtp.sealedPassword() != null,
                smtp == null ? null : smtp.security() == Security.TLS,
                smtp == null ? null : smtp.security() == Security.STARTTLS,
                smtp == null ? null : verifyMode(smtp));
    }

    private static String verifyMode(MailServer server) {
        return server.verifyCertificate() ? "peer" : "none";
    }
}
