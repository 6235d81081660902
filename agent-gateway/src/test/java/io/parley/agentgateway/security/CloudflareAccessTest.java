package io.parley.agentgateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class CloudflareAccessTest {

    private static final String AUDIENCE = "the-tag-of-this-application";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static RSAKey key;
    private static HttpServer cloudflare;
    private static String team;

    @BeforeAll
    static void publishTheKey() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        cloudflare = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudflare.createContext("/cdn-cgi/access/certs", exchange -> {
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        cloudflare.start();
        team = "http://127.0.0.1:" + cloudflare.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        cloudflare.stop(0);
    }

    @Test
    void knowsWhomCloudflareLetThrough() throws Exception {
        StepVerifier.create(emailIn(token(key, team, AUDIENCE, Instant.now().plusSeconds(60))))
                .expectNext("ada@example.org")
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void believesNoTokenThatIsForgedForAnotherApplicationOrOver() throws Exception {
        RSAKey another = new RSAKeyGenerator(2048).keyID("one").generate();
        Instant soon = Instant.now().plusSeconds(60);

        for (String token : new String[] {
            token(another, team, AUDIENCE, soon),
            token(key, team, "another application", soon),
            token(key, "https://other.cloudflareaccess.com", AUDIENCE, soon),
            token(key, team, AUDIENCE, Instant.now().minusSeconds(600)),
            "no.token.at-all"
        }) {
            StepVerifier.create(emailIn(token)).expectComplete().verify(LIMIT);
        }
    }

    @Test
    void isOffUntilBothSettingsAreThere() {
        CloudflareAccess off = new CloudflareAccess(new CloudflareAccessProperties("", ""));

        assertThat(off.isEnabled()).isFalse();
        StepVerifier.create(off.emailIn(headers("whatever"))).verifyComplete();
        assertThatThrownBy(() -> new CloudflareAccessProperties(team, ""))
                .hasMessageContaining("a team and an audience");
    }

    private static Mono<String> emailIn(String token) {
        return new CloudflareAccess(new CloudflareAccessProperties(team + "/", AUDIENCE)).emailIn(headers(token));
    }

    private static HttpHeaders headers(String token) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Cf-Access-Jwt-Assertion", token);
        return headers;
    }

    private static String token(RSAKey signer, String issuer, String audience, Instant until) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(signer.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(audience)
                        .claim("email", "ada@example.org")
                        .issueTime(Date.from(until.minusSeconds(3_600)))
                        .expirationTime(Date.from(until))
                        .build());
        jwt.sign(new RSASSASigner(signer));
        return jwt.serialize();
    }
}
