package io.parley.runtime.mail;

import io.parley.contract.inbox.MailServer;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;

/** Makes sessions with mail servers: encrypted as asked or not at all, and never waiting for ever. */
public final class MailSessions {

    private MailSessions() {}

    /** @param timeout limit for connecting, and for each answer */
    public static Session imap(MailServer server, Duration timeout) {
        return session("imap", server, timeout);
    }

    public static Session smtp(MailServer server, Duration timeout) {
        return session("smtp", server, timeout);
    }

    private static Session session(String protocol, MailServer server, Duration timeout) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        String millis = Long.toString(timeout.toMillis());
        properties.setProperty(prefix + "host", server.host());
        properties.setProperty(prefix + "port", Integer.toString(server.port()));
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        properties.setProperty(prefix + "auth", Boolean.toString(server.user() != null));
        properties.setProperty(prefix + "ssl.checkserveridentity", Boolean.toString(server.verifyCertificate()));
        if (!server.verifyCertificate()) {
            properties.setProperty(prefix + "ssl.trust", "*");
        }
        switch (server.security()) {
            case TLS -> properties.setProperty(prefix + "ssl.enable", "true");
            case STARTTLS -> {
                properties.setProperty(prefix + "starttls.enable", "true");
                properties.setProperty(prefix + "starttls.required", "true");
            }
            case NONE -> {}
        }
        // large parts in few steps
        properties.setProperty("mail.imap.fetchsize", "262144");
        return Session.getInstance(properties);
    }
}
