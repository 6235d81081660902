package io.parley.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class IngressPropertiesTest {

    private final ApplicationContextRunner settings = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withPropertyValues("spring.config.location=classpath:/parley-ingress.yml")
            .withUserConfiguration(Settings.class);

    @Test
    void hasDefaults() {
        settings.run(context -> assertThat(context.getBean(IngressProperties.class))
                .isEqualTo(new IngressProperties(
                        DataSize.ofMegabytes(160),
                        DataSize.ofMegabytes(1),
                        Path.of(System.getProperty("java.io.tmpdir")),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(25))));
    }

    @Test
    void readsEveryKey() {
        settings.withPropertyValues(
                        "parley.ingress.max-body=2MB",
                        "parley.ingress.in-memory-body=3KB",
                        "parley.ingress.spool=/spool",
                        "parley.ingress.inbox-grace=4s",
                        "parley.ingress.publish-timeout=6s",
                        "parley.ingress.retry-after=7s",
                        "parley.ingress.token-leeway=8m")
                .run(context -> assertThat(context.getBean(IngressProperties.class))
                        .isEqualTo(new IngressProperties(
                                DataSize.ofMegabytes(2),
                                DataSize.ofKilobytes(3),
                                Path.of("/spool"),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                Duration.ofMinutes(8))));
    }

    @Test
    void readsTheEnvironmentsNames() {
        settings.withPropertyValues("PARLEY_INGRESS_MAX_BODY=20MB", "PARLEY_INGRESS_SPOOL=/elsewhere")
                .run(context -> {
                    IngressProperties properties = context.getBean(IngressProperties.class);
                    assertThat(properties.maxBody()).isEqualTo(DataSize.ofMegabytes(20));
                    assertThat(properties.spool()).isEqualTo(Path.of("/elsewhere"));
                });
    }

    @EnableConfigurationProperties(IngressProperties.class)
    static class Settings {}
}
