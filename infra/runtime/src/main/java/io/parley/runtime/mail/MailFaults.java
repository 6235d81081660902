package io.parley.runtime.mail;

import jakarta.mail.AuthenticationFailedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words a person can act on what went wrong with a mail server; never what was sent, nor a password. */
public final class MailFaults {

    private static final int MAX = 300;

    private MailFaults() {}

    public static String inWords(Throwable failure) {
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            String words = known(cause);
            if (words != null) {
                return words;
            }
        }
        String message =
                String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
        return message.substring(0, Math.min(MAX, message.length()));
    }

    /** Whether the server did not take user and password: trying again soon cannot help. */
    public static boolean isLogin(Throwable failure) {
        return failure instanceof AuthenticationFailedException;
    }

    private static @Nullable String known(Throwable cause) {
        if (cause instanceof AuthenticationFailedException) {
            String said =
                    String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
            return "the server does not accept user and password (it said: %s)"
                    .formatted(said.substring(0, Math.min(120, said.length())));
        }
        if (cause instanceof UnknownHostException) {
            return "there is no server of this name";
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return "nothing answers at this address and port";
        }
        if (cause instanceof SocketTimeoutException) {
            return "the server does not answer in time: is the port right, and the kind of encryption?";
        }
        if (cause instanceof CertificateException) {
            return "the server's certificate is not trusted, or is for another name";
        }
        if (cause instanceof SSLException && cause.getCause() == null) {
            return "no encrypted connection came about: is it TLS on this port, or STARTTLS?";
        }
        return null;
    }
}
