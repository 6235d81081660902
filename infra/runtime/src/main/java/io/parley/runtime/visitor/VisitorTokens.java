package io.parley.runtime.visitor;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.parley.contract.id.InboxId;
import io.parley.runtime.secret.HubSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Makes and reads what a visitor proves with who they are: a JWT, signed (HS256) with a key that only the hub has, so
 * that no table of visitors is needed.
 */
public final class VisitorTokens {

    public static final Duration LIFETIME = Duration.ofDays(180);

    private static final String HMAC = "HmacSHA256";
    private static final String SOURCE_ID = "source_id";
    private static final String INBOX_ID = "inbox_id";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey key;
    private final SecretKey identityKey;
    private final Clock clock;

    public VisitorTokens(HubSecret secret, Clock clock) {
        this.key = secret.key("parley visitor tokens v1", HMAC);
        this.identityKey = secret.key("parley visitor identities v1", HMAC);
        this.clock = clock;
    }

    /** Somebody nobody has met: 128 bits nobody guesses. */
    public Visitor newVisitor(InboxId inbox) {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new Visitor(inbox, HexFormat.of().formatHex(bits));
    }

    /** The visitor a site vouched for: the same on every device, and not to be guessed from the identifier. */
    public Visitor identified(InboxId inbox, String identifier) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(identityKey);
            byte[] full = mac.doFinal((inbox + ":" + identifier).getBytes(StandardCharsets.UTF_8));
            return new Visitor(inbox, "u" + HexFormat.of().formatHex(full, 0, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    public Instant expiry() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(LIFETIME);
    }

    public String issue(Visitor visitor) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .claim(SOURCE_ID, visitor.sourceId())
                .claim(INBOX_ID, visitor.inboxId().value())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(expiry()))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** Empty when it is missing, forged, of another kind or expired. */
    public Optional<VisitorToken> read(@Nullable String token) {
        if (token == null || token.isBlank()) {
            return Optional.empty();
        }
        try {
            SignedJWT signed = SignedJWT.parse(token.strip());
            if (!signed.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !signed.verify(new MACVerifier(key))) {
                return Optional.empty();
            }
            return read(signed.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<VisitorToken> read(JWTClaimsSet claims) throws ParseException {
        String sourceId = claims.getStringClaim(SOURCE_ID);
        Integer inbox = claims.getIntegerClaim(INBOX_ID);
        Date expiry = claims.getExpirationTime();
        if (sourceId == null
                || inbox == null
                || expiry == null
                || !expiry.toInstant().isAfter(clock.instant())) {
            return Optional.empty();
        }
        return Optional.of(new VisitorToken(new Visitor(new InboxId(inbox), sourceId), expiry.toInstant()));
    }
}
