package io.parley.runtime.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RedisRuntimeAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RedisRuntimeAutoConfiguration.class));

    @Test
    void takesThePasswordBesideTheUrl() {
        assertThat(passwordOf(null, "beside")).isEqualTo("beside");
    }

    @Test
    void letsThePasswordInTheUrlWin() {
        assertThat(passwordOf("inside", "beside")).isEqualTo("inside");
    }

    @Test
    void asksForNoPasswordWhereThereIsNone() {
        assertThat(passwordOf(null, "")).isNull();
    }

    private @Nullable String passwordOf(@Nullable String inUrl, String beside) {
        String[] password = new String[1];
        application
                .withPropertyValues("spring.data.redis.password=" + beside)
                .withBean(RedisConnectionDetails.class, () -> new FromUrl(inUrl))
                .run(context -> password[0] =
                        context.getBean(RedisConnectionDetails.class).getPassword());
        return password[0];
    }

    private record FromUrl(@Nullable String password) implements RedisConnectionDetails {
        @Override
        public @Nullable String getPassword() {
            return password;
        }
    }
}
