package io.parley.agentgateway.email;

import io.parley.agentgateway.api.Parameters;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.MailServer;
import io.parley.contract.inbox.MailServer.Security;
import io.parley.runtime.inbox.SecretBox;
import io.parley.store.StoreFailure;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of a mailbox, in Chatwoot's names, over what is there: settings that are not named stay, and so
 * does a password that is left empty.
 */
public final class MailboxSettings {

    /** All of them; what {@link #isNamedIn} looks for. */
    private static final Set<String> NAMES = Set.of(
            "email",
            "imap_enabled",
            "imap_address",
            "imap_port",
            "imap_login",
            "imap_password",
            "imap_enable_ssl",
            "imap_enable_starttls_auto",
            "imap_openssl_verify_mode",
            "smtp_enabled",
            "smtp_address",
            "smtp_port",
            "smtp_login",
            "smtp_password",
            "smtp_enable_ssl_tls",
            "smtp_enable_starttls_auto",
            "smtp_openssl_verify_mode",
            "from_name",
            "reply_to_address",
            "thread_by_subject",
            "max_mail_bytes",
            "messages_per_minute");

    private static final long MAX_BYTES = 26_214_400;
    private static final int MESSAGES_PER_MINUTE = 30;

    private final Parameters channel;
    private final @Nullable EmailChannel before;
    private final SecretBox secrets;

    /** @param before the mailbox as it is; absent for a new one */
    public MailboxSettings(Parameters channel, @Nullable EmailChannel before, SecretBox secrets) {
        this.channel = channel;
        this.before = before;
        this.secrets = secrets;
    }

    public static boolean isNamedIn(Parameters channel) {
        return NAMES.stream().anyMatch(channel::has);
    }

    public EmailChannel channel() {
        String address = channel.word("email");
        if (address == null && before == null) {
            throw new StoreFailure.Invalid("email", "Email can't be blank");
        }
        Integer maxBytes = channel.number("max_mail_bytes");
        Integer perMinute = channel.number("messages_per_minute");
        return new EmailChannel(
                address == null ? Objects.requireNonNull(before).address() : address.toLowerCase(Locale.ROOT),
                text("from_name", before == null ? null : before.fromName()),
                server("imap", before == null ? null : before.imap()),
                server("smtp", before == null ? null : before.smtp()),
                text("reply_to_address", before == null ? null : before.replyAddress()),
                flag("thread_by_subject", before == null || before.threadBySubject()),
                maxBytes == null ? (before == null ? MAX_BYTES : before.maxBytes()) : maxBytes,
                perMinute == null ? (before == null ? MESSAGES_PER_MINUTE : before.messagesPerMinute()) : perMinute);
    }

    private @Nullable MailServer server(String kind, @Nullable MailServer old) {
        String host = text(kind + "_address", old == null ? null : old.host());
        if (!flag(kind + "_enabled", host != null) || host == null) {
            return null;
        }
        Security security = security(kind, old);
        Integer port = channel.number(kind + "_port");
        if (port != null && (port < 1 || port > 65_535)) {
            throw new StoreFailure.Invalid(kind + "_port", "Port must be 1 to 65535");
        }
        String password = channel.text(kind + "_password");
        String verify = channel.word(kind + "_openssl_verify_mode");
        return new MailServer(
                host,
                port != null
                        ? port
                        : old != null && old.security() == security ? old.port() : usualPort(kind, security),
                security,
                text(kind + "_login", old == null ? null : old.user()),
                password == null || password.isBlank()
                        ? old == null ? null : old.sealedPassword()
                        : secrets.seal(password),
                verify == null ? old == null || old.verifyCertificate() : !verify.equalsIgnoreCase("none"));
    }

    private Security security(String kind, @Nullable MailServer old) {
        String tlsName = kind.equals("imap") ? "imap_enable_ssl" : "smtp_enable_ssl_tls";
        String startTlsName = kind + "_enable_starttls_auto";
        if (!channel.has(tlsName) && !channel.has(startTlsName)) {
            return old != null ? old.security() : kind.equals("imap") ? Security.TLS : Security.STARTTLS;
        }
        if (channel.flag(tlsName, false)) {
            return Security.TLS;
        }
        return channel.flag(startTlsName, false) ? Security.STARTTLS : Security.NONE;
    }

    private static int usualPort(String kind, Security security) {
        boolean tls = security == Security.TLS;
        return kind.equals("imap") ? (tls ? 993 : 143) : tls ? 465 : 587;
    }

    /** Named and empty: none. */
    private @Nullable String text(String name, @Nullable String old) {
        String given = channel.clearable(name);
        if (given == null) {
            return old;
        }
        return given.isBlank() ? null : given.strip();
    }

    private boolean flag(String name, boolean old) {
        return channel.has(name) ? channel.flag(name, old) : old;
    }
}
