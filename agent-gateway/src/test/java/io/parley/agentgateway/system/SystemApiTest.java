package io.parley.agentgateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.agentgateway.system.Broker.Letter;
import io.parley.runtime.kafka.ConsumerGroups.Lag;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemApiTest extends ApiTester {

    private static final String SYSTEM = ACCOUNT + "/system";
    private static final Letter LETTER = new Letter(
            "parley.routed.v1.dlq:3:17",
            "parley.routed.v1",
            "store",
            "cannot be stored",
            "UnfitData",
            "2026-06-17T12:00:00Z",
            "7:+5511",
            null,
            null);

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/lag", "/metrics", "/dead_letters", "/dead_letters/x:1:1"})
    void isForAdministrators(String path) {
        getAsBo(SYSTEM + path).expectStatus().isUnauthorized();
    }

    @Test
    void showsLagAndWhatTheLastHourBrought() {
        store.parts.answer("Broker.lags", List.<Object>of(new Lag("store", "parley.routed.v1", 12)));
        store.parts.answer(
                "Samples.lastHour",
                List.<Object>of(new Sample("hub-1", 1_781_700_000, 10, 50, 20, 140, 3, 12.5, 40.0)));

        get(SYSTEM + "/lag")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload[0].group")
                .isEqualTo("store")
                .jsonPath("$.payload[0].lag")
                .isEqualTo(12);
        get(SYSTEM + "/metrics")
                .expectBody()
                .jsonPath("$.payload[0].received")
                .isEqualTo(50)
                .jsonPath("$.payload[0].latency_p95_millis")
                .isEqualTo(40.0);
    }

    @Test
    void listsShowsAndReplaysDeadLetters() {
        store.parts.answer("Broker.deadLetters", List.<Object>of(LETTER));
        store.parts.answer(
                "Broker.deadLetter",
                new Letter(
                        LETTER.id(),
                        LETTER.topic(),
                        LETTER.group(),
                        LETTER.reason(),
                        LETTER.reasonClass(),
                        LETTER.time(),
                        LETTER.key(),
                        Map.of("ce_type", "io.parley.routed"),
                        Fixtures.json("{'a':1}")));
        store.parts.answer("Broker.replay", LETTER);

        get(SYSTEM + "/dead_letters?limit=5")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload[0].reason_class")
                .isEqualTo("UnfitData")
                .jsonPath("$.payload[0].value")
                .doesNotExist();
        assertThat(store.parts.asked("Broker.deadLetters")).containsExactly(5);
        get(SYSTEM + "/dead_letters/" + LETTER.id())
                .expectBody()
                .jsonPath("$.value.a")
                .isEqualTo(1)
                .jsonPath("$.headers.ce_type")
                .isEqualTo("io.parley.routed");
        post(SYSTEM + "/dead_letters/" + LETTER.id() + "/replay", "{}")
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("Broker.replay")).containsExactly(LETTER.id());
        post(SYSTEM + "/dead_letters/replay", "{'ids':['" + LETTER.id() + "']}")
                .expectBody()
                .jsonPath("$.payload.length()")
                .isEqualTo(1);
    }

    @Test
    void saysWhenThereIsNoSuchDeadLetter() {
        get(SYSTEM + "/dead_letters/gone:0:0").expectStatus().isNotFound();
        post(SYSTEM + "/dead_letters/gone:0:0/replay", "{}").expectStatus().isNotFound();
    }
}
