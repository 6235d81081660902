package io.parley.runtime.visitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.id.InboxId;
import io.parley.runtime.secret.HubSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class VisitorTokensTest {

    private static final InboxId INBOX = new InboxId(7);
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final VisitorTokens tokens = at(SECRET, NOW);

    @Test
    void readsWhatItIssued() {
        Visitor visitor = tokens.newVisitor(INBOX);

        assertThat(tokens.read(tokens.issue(visitor)))
                .hasValue(new VisitorToken(visitor, NOW.plus(Duration.ofDays(180))));
    }

    @Test
    void readsNothingForgedOrOver() {
        String token = tokens.issue(tokens.newVisitor(INBOX));
        String[] parts = token.split("\\.");

        assertThat(at("another secret that is long enough", NOW).read(token)).isEmpty();
        assertThat(at(SECRET, NOW.plus(Duration.ofDays(181))).read(token)).isEmpty();
        assertThat(tokens.read("eyJhbGciOiJub25lIn0." + parts[1] + ".")).isEmpty();
        assertThat(tokens.read("no token")).isEmpty();
        assertThat(tokens.read(null)).isEmpty();
    }

    @Test
    void knowsAVouchedForPersonAgainAndNobodyElse() {
        Visitor once = tokens.identified(INBOX, "customer-17");

        assertThat(tokens.identified(INBOX, "customer-17")).isEqualTo(once);
        assertThat(tokens.identified(INBOX, "customer-18")).isNotEqualTo(once);
        assertThat(tokens.identified(new InboxId(8), "customer-17")).isNotEqualTo(once);
    }

    @Test
    void provesAnIdentifierWithTheInboxesKey() {
        String hash = IdentifierHash.of("key", "customer-17");

        assertThat(hash).hasSize(64).matches("[0-9a-f]+");
        assertThat(IdentifierHash.matches("key", "customer-17", hash.toUpperCase(java.util.Locale.ROOT)))
                .isTrue();
        assertThat(IdentifierHash.matches("other", "customer-17", hash)).isFalse();
    }

    private static VisitorTokens at(String secret, Instant now) {
        return new VisitorTokens(new HubSecret(secret), Clock.fixed(now, ZoneOffset.UTC));
    }
}
