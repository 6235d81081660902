package io.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Addresses in the environment are taken as they are, with the servers' own defaults for what is left out. */
class GivenTest {

    @Test
    void nothingIsGivenByAnEmptyEnvironment() {
        Given given = new Given(Map.of("POSTGRES_HOST", " "));

        assertThat(given.kafka()).isEmpty();
        assertThat(given.postgres()).isEmpty();
        assertThat(given.redis()).isEmpty();
    }

    @Test
    void settingsGoToTheHubAsTheyWereGiven() {
        Given given = new Given(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "one:9092,two:9092",
                "POSTGRES_HOST", "db",
                "POSTGRES_PASSWORD", "secret",
                "REDIS_URL", "redis://:inside@cache",
                "REDIS_PASSWORD", "beside"));

        assertThat(given.kafka().orElseThrow().settings())
                .containsExactly(Map.entry("KAFKA_BOOTSTRAP_SERVERS", "one:9092,two:9092"));
        assertThat(given.postgres().orElseThrow().database())
                .isEqualTo(new Database("db", 5432, "parley", "postgres", "secret"));
        assertThat(given.redis().orElseThrow().address()).isEqualTo("cache:6379");
        assertThat(given.redis().orElseThrow().settings())
                .containsEntry("REDIS_URL", "redis://:inside@cache")
                .containsEntry("REDIS_PASSWORD", "beside");
    }

    @Test
    void aGivenServerIsNeverStopped() {
        Server kafka =
                new Given(Map.of("KAFKA_BOOTSTRAP_SERVERS", "one:9092")).kafka().orElseThrow();

        assertThatThrownBy(kafka::stop).isInstanceOf(ServicesException.class).hasMessageContaining("not started here");
        assertThatThrownBy(kafka::kill).isInstanceOf(ServicesException.class);
    }
}
