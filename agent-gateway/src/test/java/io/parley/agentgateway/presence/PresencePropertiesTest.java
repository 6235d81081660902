package io.parley.agentgateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PresencePropertiesTest {

    private final ApplicationContextRunner settings =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Test
    void hasDefaults() {
        settings.run(context -> assertThat(context.getBean(PresenceProperties.class))
                .isEqualTo(new PresenceProperties("parley:", Duration.ofSeconds(20), Duration.ofMinutes(2))));
    }

    @Test
    void readsEveryKey() {
        settings.withPropertyValues(
                        "parley.gateway.presence.key-prefix=x:",
                        "parley.gateway.presence.lease=5s",
                        "parley.gateway.presence.announce-again=1m")
                .run(context -> assertThat(context.getBean(PresenceProperties.class))
                        .isEqualTo(new PresenceProperties("x:", Duration.ofSeconds(5), Duration.ofMinutes(1))));
    }

    @EnableConfigurationProperties(PresenceProperties.class)
    static class Settings {}
}
