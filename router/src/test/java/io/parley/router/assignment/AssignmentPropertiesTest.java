package io.parley.router.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AssignmentPropertiesTest {

    private final ApplicationContextRunner settings =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @Test
    void hasDefaults() {
        settings.run(context -> assertThat(context.getBean(AssignmentProperties.class))
                .isEqualTo(new AssignmentProperties(
                        true,
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20))));
    }

    @Test
    void readsEveryKey() {
        settings.withPropertyValues(
                        "parley.router.assignment.enabled=false",
                        "parley.router.assignment.presence-age=1h",
                        "parley.router.assignment.answer-within=1m",
                        "parley.router.assignment.retry-after=5s",
                        "parley.router.assignment.publish-timeout=7s")
                .run(context -> assertThat(context.getBean(AssignmentProperties.class))
                        .isEqualTo(new AssignmentProperties(
                                false,
                                Duration.ofHours(1),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(7))));
    }

    @EnableConfigurationProperties(AssignmentProperties.class)
    static class Settings {}
}
