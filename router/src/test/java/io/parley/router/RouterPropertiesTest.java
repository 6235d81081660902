package io.parley.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RouterPropertiesTest {

    private final ApplicationContextRunner settings =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Test
    void hasDefaults() {
        settings.run(context -> assertThat(context.getBean(RouterProperties.class))
                .isEqualTo(new RouterProperties(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofHours(1))));
    }

    @Test
    void readsEveryKey() {
        settings.withPropertyValues(
                        "parley.router.batch-timeout=3s",
                        "parley.router.inbox-grace=4s",
                        "parley.router.auto-reply-max-age=5m")
                .run(context -> assertThat(context.getBean(RouterProperties.class))
                        .isEqualTo(new RouterProperties(
                                Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofMinutes(5))));
    }

    @EnableConfigurationProperties(RouterProperties.class)
    static class Settings {}
}
