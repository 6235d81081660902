package io.parley.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretHashTest {

    /** FIPS 180-2's own example. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isSha256InHex() {
        assertThat(SecretHash.sha256Hex("abc")).isEqualTo(OF_ABC);
    }

    @Test
    void matchesTheSecretAndNoOther() {
        assertThat(SecretHash.matches(OF_ABC, "abc")).isTrue();
        assertThat(SecretHash.matches(OF_ABC.toUpperCase(java.util.Locale.ROOT), "abc"))
                .isTrue();
        assertThat(SecretHash.matches(OF_ABC, "abd")).isFalse();
        assertThat(SecretHash.matches("", "")).isFalse();
    }
}
