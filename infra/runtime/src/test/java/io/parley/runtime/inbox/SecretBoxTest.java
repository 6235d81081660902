package io.parley.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.runtime.secret.HubSecret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {

    private final SecretBox box = new SecretBox(new HubSecret("0123456789abcdef0123456789abcdef"));

    @ParameterizedTest
    @ValueSource(strings = {"", "429683C4C977415CAAFCCE10F7D57E11", "schlüssel 🔑"})
    void opensWhatItSealed(String clear) {
        assertThat(box.open(box.seal(clear))).isEqualTo(clear);
    }

    @Test
    void aSealShowsNothingAndIsNeverTheSameTwice() {
        String sealed = box.seal("api key");

        assertThat(sealed).matches("v1\\.[A-Za-z0-9_-]+").doesNotContain("api key");
        assertThat(box.seal("api key")).isNotEqualTo(sealed);
    }

    @Test
    void doesNotOpenWhatAnotherSecretSealed() {
        SecretBox another = new SecretBox(new HubSecret("fedcba9876543210fedcba9876543210"));

        assertThatThrownBy(() -> another.open(box.seal("api key")))
                .isInstanceOf(CannotOpen.class)
                .hasMessageContaining("SECRET_KEY_BASE");
    }

    @Test
    void doesNotOpenWhatWasChanged() {
        String sealed = box.seal("api key");
        char last = sealed.charAt(10);
        String changed = sealed.substring(0, 10) + (last == 'A' ? 'B' : 'A') + sealed.substring(11);

        assertThatThrownBy(() -> box.open(changed)).isInstanceOf(CannotOpen.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1.", "v1.AAAA", "v1.!!!", "v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "api key"})
    void doesNotOpenWhatIsNoSeal(String sealed) {
        assertThatThrownBy(() -> box.open(sealed)).isInstanceOf(CannotOpen.class);
    }
}
