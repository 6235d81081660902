package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mail server and how to sign in to it.
 *
 * @param user absent: no sign-in
 * @param sealedPassword sealed with the hub's secret: never in clear on a topic or in a log
 * @param verifyCertificate false accepts any certificate: for servers inside one's own network
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MailServer(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable String sealedPassword,
        boolean verifyCertificate) {

    /** How the connection is secured. */
    public enum Security {
        /** In clear. */
        NONE,
        /** In clear at first, then TLS or not at all. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        public static Security of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }
}
