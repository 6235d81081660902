package io.parley.runtime.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

class HubSecretTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void aKeyIsTheSameEachTimeAndAnotherForEachPurpose() {
        HubSecret secret = new HubSecret(SECRET);

        byte[] key = secret.key("one", "AES").getEncoded();

        assertThat(key)
                .hasSize(32)
                .isEqualTo(new HubSecret(SECRET).key("one", "AES").getEncoded());
        assertThat(key).isNotEqualTo(secret.key("two", "AES").getEncoded());
        assertThat(key)
                .isNotEqualTo(new HubSecret(SECRET + "!").key("one", "AES").getEncoded());
    }

    @Test
    void neverShowsItself() {
        assertThat(new HubSecret(SECRET).toString()).doesNotContain(SECRET);
    }

    @Test
    void refusesWhatIsTooShortToBeASecret() {
        assertThatThrownBy(() -> new HubSecret("too short, and never shown"))
                .isInstanceOf(SecretKeyUnfit.class)
                .hasMessage("SECRET_KEY_BASE must hold at least 32 characters");
        assertThatThrownBy(() -> new HubSecret(null)).isInstanceOf(SecretKeyUnfit.class);
        assertThatThrownBy(() -> new HubSecret(" ".repeat(40))).isInstanceOf(SecretKeyUnfit.class);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aHubWithoutASecretDoesNotStartAndSaysWhatToDo(CapturedOutput output) {
        SpringApplication application = new SpringApplicationBuilder(Part.class)
                .web(WebApplicationType.NONE)
                .build();

        assertThatThrownBy(() -> application.run("--parley.secret-key-base=a short one"))
                .hasRootCauseInstanceOf(SecretKeyUnfit.class);

        assertThat(output)
                .contains("SECRET_KEY_BASE must hold at least 32 characters", "openssl rand -hex 32")
                .doesNotContain("a short one");
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(SecretRuntimeAutoConfiguration.class)
    static class Part {}
}
