package io.parley.outbound.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.outbound.channel.email.EmailProperties;
import io.parley.outbound.channel.whatsapp.WhatsAppProperties;
import io.parley.outbound.connection.ConnectionProperties;
import io.parley.outbound.limit.LimitProperties;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.unit.DataSize;

class OutboundSettingsTest {

    private static final OutboundProperties DEFAULTS = bind("parley.outbound", OutboundProperties.class, Map.of());
    private static final LimitProperties LIMITS = bind("parley.outbound.limits", LimitProperties.class, Map.of());
    private static final ConnectionProperties CONNECTIONS =
            bind("parley.outbound.connections", ConnectionProperties.class, Map.of());
    private static final WhatsAppProperties WHATSAPP =
            bind("parley.outbound.whatsapp", WhatsAppProperties.class, Map.of());

    private static final EmailProperties EMAIL = bind("parley.outbound.email", EmailProperties.class, Map.of());

    @Test
    void haveTheDefaultsThatTheFileShows() {
        Map<String, String> file = settingsInTheFile();

        assertThat(bind("parley.outbound", OutboundProperties.class, file)).isEqualTo(DEFAULTS);
        assertThat(bind("parley.outbound.limits", LimitProperties.class, file)).isEqualTo(LIMITS);
        assertThat(bind("parley.outbound.connections", ConnectionProperties.class, file))
                .isEqualTo(CONNECTIONS);
        assertThat(bind("parley.outbound.whatsapp", WhatsAppProperties.class, file))
                .isEqualTo(WHATSAPP);
        assertThat(bind("parley.outbound.email", EmailProperties.class, file)).isEqualTo(EMAIL);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void areEachReadFromTheirKey(String prefix, Class<?> type, String key, String value) {
        Object changed = bind(prefix, type, Map.of(prefix + "." + key, value));

        assertThat(changed).isNotEqualTo(bind(prefix, type, Map.of()));
    }

    static Stream<Object[]> keys() {
        return settingsInTheFile().keySet().stream().map(key -> {
            String prefix = key.substring(0, key.lastIndexOf('.'));
            Class<?> type = switch (prefix) {
                case "parley.outbound.limits" -> LimitProperties.class;
                case "parley.outbound.connections" -> ConnectionProperties.class;
                case "parley.outbound.whatsapp" -> WhatsAppProperties.class;
                case "parley.outbound.email" -> EmailProperties.class;
                default -> OutboundProperties.class;
            };
            return new Object[] {prefix, type, key.substring(prefix.length() + 1), anotherValueOf(key)};
        });
    }

    /** A batch ends before Kafka takes its partitions away, and a call before its batch does. */
    @Test
    void leaveTimeForWhatTheyLimit() {
        Duration pollInterval = Duration.ofMinutes(5);
        Duration send = WHATSAPP.versionTimeout()
                .plus(WHATSAPP.fileTimeout())
                .plus(WHATSAPP.sendTimeout())
                .plus(WHATSAPP.connectTimeout().multipliedBy(2));
        Duration longest = DEFAULTS.startWithin()
                .plus(LIMITS.rateWait())
                .plus(LIMITS.callTimeout())
                .plus(DEFAULTS.lookAgainAfter())
                .plus(DEFAULTS.lookTimeout());

        assertThat(send).isLessThan(LIMITS.callTimeout());
        assertThat(longest).isLessThan(DEFAULTS.batchTimeout());
        assertThat(DEFAULTS.batchTimeout().multipliedBy(2)).isLessThan(pollInterval);
        assertThat(LIMITS.concurrentCalls()).isEqualTo(2 * DEFAULTS.linesPerInbox());
        assertThat(WHATSAPP.maxInlineFile()).isEqualTo(DataSize.ofMegabytes(25));
    }

    private static String anotherValueOf(String key) {
        if (key.endsWith("files")) {
            return "inline";
        }
        if (key.endsWith("security")) {
            return "tls";
        }
        if (key.endsWith("verify-certificate")) {
            return "false";
        }
        if (key.matches(".*email\\.(sender|host|user|password)")) {
            return "another";
        }
        if (key.endsWith("max-inline-file") || key.endsWith("max-mail")) {
            return "77MB";
        }
        if (key.endsWith("key-prefix")) {
            return "another:";
        }
        boolean isNumber =
                key.matches(".*(-per-inbox|-retries|-calls|-window|-minimum|-percent|-trials|\\.port|\\.connections)");
        return isNumber ? "77" : "77s";
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
    }

    /** Without what the environment may change: the placeholders' own defaults. */
    private static Map<String, String> settingsInTheFile() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("parley-outbound.yml"));
        Properties all = java.util.Objects.requireNonNull(yaml.getObject());
        return all.stringPropertyNames().stream()
                .filter(key -> key.startsWith("parley.outbound."))
                .collect(Collectors.toMap(
                        key -> key, key -> all.getProperty(key).replaceAll("\\$\\{[A-Z_]+:([^}]*)}", "$1")));
    }
}
