package io.parley.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.security.SignInLimit;
import io.parley.runtime.limit.TooMany;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.test.StepVerifier;

class SignInLimitIT extends GatewayIntegration {

    @Autowired
    private SignInLimit limit;

    @Test
    void letsAnAddressTryFiveTimesThenOnceAMinute() {
        InetSocketAddress address = anAddress();
        for (int i = 0; i < 5; i++) {
            StepVerifier.create(limit.count(address, anEmail())).verifyComplete();
        }

        StepVerifier.create(limit.count(address, anEmail()))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                TooMany.class,
                                it -> assertThat(it.retryAfter())
                                        .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1))));
        StepVerifier.create(limit.count(anAddress(), anEmail())).verifyComplete();
    }

    @Test
    void letsAnEmailBeTriedTenTimesFromWhereverAndHoweverItIsWritten() {
        String email = anEmail();
        for (int i = 0; i < 10; i++) {
            StepVerifier.create(limit.count(anAddress(), email)).verifyComplete();
        }

        StepVerifier.create(limit.count(anAddress(), " " + email.toUpperCase(java.util.Locale.ROOT)))
                .verifyError(TooMany.class);
    }

    @Test
    void neverHoldsTheMachineItselfUp() {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
        String email = anEmail();

        for (int i = 0; i < 20; i++) {
            StepVerifier.create(limit.count(here, email)).verifyComplete();
        }
    }

    private static String anEmail() {
        return UUID.randomUUID() + "@example.org";
    }

    private static InetSocketAddress anAddress() {
        UUID random = UUID.randomUUID();
        byte[] address = java.nio.ByteBuffer.allocate(16)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
        address[0] = 0x20;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 40_000);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
