package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.evolution.simulator.Settings.Addressing;
import io.parley.evolution.simulator.Settings.Retries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void behavesLikeEvolutionsDockerImageUnlessTold() {
        assertThat(Settings.from(Map.of("PATH", "/bin", "SIMULATOR_DATA", ""))).isEqualTo(Settings.DEFAULTS);
        assertThat(Settings.DEFAULTS.port()).isEqualTo(8081);
        assertThat(Settings.DEFAULTS.host()).isEqualTo("127.0.0.1");
        assertThat(Settings.DEFAULTS.apiKey()).isEqualTo("simulator-key");
        assertThat(Settings.DEFAULTS.data()).isNull();
        assertThat(Settings.DEFAULTS.version()).isEqualTo("2.3.6");
        assertThat(Settings.DEFAULTS.zone()).isEqualTo(ZoneId.of("America/Sao_Paulo"));
        assertThat(Settings.DEFAULTS.openAtOnce()).isTrue();
        assertThat(Settings.DEFAULTS.autoRead()).isTrue();
    }

    @Test
    void readsEveryKey() {
        Settings settings = Settings.from(Map.ofEntries(
                Map.entry("SIMULATOR_PORT", "9000"),
                Map.entry("SIMULATOR_HOST", "0.0.0.0"),
                Map.entry("SIMULATOR_API_KEY", "other"),
                Map.entry("SIMULATOR_DATA", "/tmp/simulator"),
                Map.entry("SIMULATOR_VERSION", "2.4.0"),
                Map.entry("SIMULATOR_ZONE", "UTC"),
                Map.entry("SIMULATOR_OPEN_AT_ONCE", "false"),
                Map.entry("SIMULATOR_ADDRESSING", "LID"),
                Map.entry("SIMULATOR_ECHO_BEFORE_ANSWER", "true"),
                Map.entry("SIMULATOR_MEDIA_URLS", "true"),
                Map.entry("SIMULATOR_AUTO_READ", "false")));

        assertThat(settings)
                .isEqualTo(Settings.DEFAULTS.toBuilder()
                        .port(9000)
                        .host("0.0.0.0")
                        .apiKey("other")
                        .data(Path.of("/tmp/simulator"))
                        .version("2.4.0")
                        .zone(ZoneId.of("UTC"))
                        .openAtOnce(false)
                        .addressing(Addressing.LID)
                        .echoBeforeAnswer(true)
                        .mediaUrls(true)
                        .autoRead(false)
                        .build());
    }

    @Test
    void waitsBetweenTriesAsEvolutionDoes() {
        assertThat(IntStream.rangeClosed(1, 9)
                        .mapToObj(failures ->
                                Retries.DEFAULTS.after(failures, 0.5).toSeconds()))
                .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L);
        assertThat(Retries.DEFAULTS.after(4, 0)).isEqualTo(Duration.ofSeconds(32));
        assertThat(Retries.DEFAULTS.after(4, 1)).isEqualTo(Duration.ofSeconds(48));
        assertThat(Retries.DEFAULTS.after(1, 0)).as("never below the first").isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void refusesRetriesThatMakeNoSense() {
        assertThatThrownBy(() -> new Retries(0, Duration.ofSeconds(1), Duration.ofSeconds(1), true, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Retries(1, Duration.ofSeconds(2), Duration.ofSeconds(1), true, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
