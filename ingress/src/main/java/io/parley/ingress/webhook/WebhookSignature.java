package io.parley.ingress.webhook;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.ingress.IngressProperties;
import io.parley.ingress.problem.IngressFailure.SignatureMismatch;
import io.parley.ingress.problem.IngressFailure.TokenExpired;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.inbox.SecretHash;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** The proofs an inbox may ask for beside the secret in the path: a header of its own, a signed token. */
@Component
class WebhookSignature {

    static final String HEADER = "X-Hub-Token";

    private static final String BEARER = "Bearer ";
    private static final int SHORTEST_KEY = 32;

    private final SecretBox secrets;
    private final IngressProperties properties;
    private final Clock clock;

    WebhookSignature(SecretBox secrets, IngressProperties properties, Clock clock) {
        this.secrets = secrets;
        this.properties = properties;
        this.clock = clock;
    }

    void check(InboxConfig inbox, HttpHeaders headers) {
        EvolutionChannel channel = inbox.evolution();
        if (channel == null) {
            return;
        }
        if (channel.headerSecretHash() != null) {
            checkHeader(channel.headerSecretHash(), headers.getFirst(HEADER));
        }
        if (channel.sealedJwtKey() != null) {
            checkToken(secrets.open(channel.sealedJwtKey()), headers.getFirst(HttpHeaders.AUTHORIZATION));
        }
    }

    private static void checkHeader(String hash, @Nullable String value) {
        if (value == null || !SecretHash.matches(hash, value)) {
            throw new SignatureMismatch("the header " + HEADER);
        }
    }

    private void checkToken(String key, @Nullable String authorization) {
        Date expiry = expiryOfVerified(key, authorization);
        if (expiry.toInstant().plus(properties.tokenLeeway()).isBefore(clock.instant())) {
            throw new TokenExpired(properties.tokenLeeway());
        }
    }

    private static Date expiryOfVerified(String key, @Nullable String authorization) {
        if (authorization != null && authorization.startsWith(BEARER)) {
            try {
                SignedJWT token = SignedJWT.parse(authorization.substring(BEARER.length()));
                Date expiry = token.getJWTClaimsSet().getExpirationTime();
                if (isSignedWith(key, token) && expiry != null) {
                    return expiry;
                }
            } catch (ParseException | JOSEException e) {
                throw new SignatureMismatch("the token");
            }
        }
        throw new SignatureMismatch("the token");
    }

    private static boolean isSignedWith(String key, SignedJWT token) throws JOSEException {
        return token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
                && token.verify(new MACVerifier(padded(key.getBytes(StandardCharsets.UTF_8))));
    }

    /** The library wants 256 bits; zeros at the end change nothing, because HMAC itself fills keys up with zeros. */
    private static byte[] padded(byte[] key) {
        return Arrays.copyOf(key, Math.max(key.length, SHORTEST_KEY));
    }
}
