package io.parley.ingress.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
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

class EmailPropertiesTest {

    private static final String PREFIX = "parley.ingress.email";

    @Test
    void haveTheDefaultsThatTheFileShows() {
        assertThat(bind(settingsInTheFile())).isEqualTo(bind(Map.of()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void areEachReadFromTheirKey(String key, String value) {
        assertThat(bind(Map.of(key, value))).isNotEqualTo(bind(Map.of()));
    }

    static Stream<Object[]> keys() {
        return settingsInTheFile().keySet().stream().map(key -> new Object[] {key, anotherValueOf(key)});
    }

    private static String anotherValueOf(String key) {
        if (key.endsWith("key-prefix")) {
            return "another:";
        }
        if (key.matches(".*(mailboxes|mark-seen)")) {
            return "false";
        }
        return key.matches(".*(readers|mails-per-sender)") ? "33" : "77s";
    }

    private static EmailProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(PREFIX, EmailProperties.class);
    }

    private static Map<String, String> settingsInTheFile() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("parley-ingress.yml"));
        Properties all = Objects.requireNonNull(yaml.getObject());
        return all.stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX + "."))
                .collect(Collectors.toMap(
                        key -> key, key -> all.getProperty(key).replaceAll("\\$\\{[A-Z_]+:([^}]*)}", "$1")));
    }
}
