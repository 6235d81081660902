package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.evolution.EvolutionClient;
import io.parley.evolution.EvolutionClientSettings;
import io.parley.evolution.EvolutionClients;
import io.parley.evolution.EvolutionFailure;
import io.parley.evolution.EvolutionInstance;
import io.parley.evolution.SendOptions;
import io.parley.evolution.SendRequest.SendText;
import io.parley.evolution.SendResult;
import io.parley.evolution.SendResult.Kind;
import io.parley.evolution.SendResult.Rejected;
import io.parley.evolution.SendResult.Sent;
import io.parley.evolution.SendResult.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults as the real client meets them. */
class FaultsTest {

    private static final String MARIA = "5511988887777";

    private final Hub hub = new Hub();
    private final EvolutionClients clients = new EvolutionClients(
            EvolutionClientSettings.DEFAULTS.withSendTimeout(Duration.ofSeconds(2)), Clock.systemUTC());
    private EvolutionSimulator simulator;
    private EvolutionClient client;

    @BeforeEach
    void start() {
        simulator = EvolutionSimulator.start(Settings.forTests());
        simulator.createInstance("demo", hub.url());
        client = clients.of(new EvolutionInstance(simulator.baseUrl(), simulator.apiKey(), "demo"));
    }

    @AfterEach
    void stop() {
        clients.close();
        simulator.stop();
        hub.close();
    }

    @Test
    void sendsWithoutAFault() {
        assertThat(send()).isInstanceOfSatisfying(Sent.class, sent -> {
            assertThat(sent.remoteJid()).isEqualTo(MARIA + "@s.whatsapp.net");
            assertThat(simulator.receivedBy(MARIA)).extracting(Received::id).containsExactly(sent.id());
        });
    }

    @Test
    void answersAsToldForSoManySends() {
        simulator
                .faults()
                .add(Fault.answer(429, "").withHeader("Retry-After", "7").times(2));

        for (int i = 0; i < 2; i++) {
            assertThat(send()).isInstanceOfSatisfying(Rejected.class, rejected -> {
                assertThat(rejected.kind()).isEqualTo(Kind.RATE_LIMITED);
                assertThat(rejected.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            });
        }
        assertThat(simulator.received()).isEmpty();
        assertThat(send()).isInstanceOf(Sent.class);
    }

    @Test
    void goesOnUntilItIsCleared() {
        simulator.faults().add(Fault.answer(502, "").always());

        assertThat(send()).isInstanceOf(Unknown.class);
        assertThat(send()).isInstanceOf(Unknown.class);
        simulator.faults().clear();
        assertThat(send()).isInstanceOf(Sent.class);
    }

    @Test
    void hangsUntilTheClientGivesUp() {
        simulator.faults().add(Fault.hang());

        assertThat(send()).isEqualTo(new Unknown("Evolution API did not answer in time"));
        assertThat(simulator.received()).isEmpty();
        assertThat(send()).isInstanceOf(Sent.class);
    }

    @Test
    void resetsTheConnection() {
        simulator.faults().add(Fault.reset());

        assertThat(send()).isInstanceOf(Unknown.class);
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void losesTheAnswerOfAMessageThatLeft() {
        simulator.faults().add(Fault.losingTheAnswer());

        assertThat(send()).isInstanceOf(Unknown.class);

        assertThat(simulator.receivedBy(MARIA)).hasSize(1);
        assertThat(hub.awaitOne("send.message").data().at("/key/id").asText())
                .isEqualTo(simulator.receivedBy(MARIA).getFirst().id());
    }

    @Test
    void isSlowAndDoesItsWork() {
        simulator.faults().add(Fault.slow(Duration.ofMillis(50)));

        assertThat(send()).isInstanceOf(Sent.class);
        assertThat(simulator.faults().all()).isEmpty();
    }

    @Test
    void answersWithoutAnId() {
        simulator.faults().add(Fault.withoutKeyId());

        assertThat(send()).isInstanceOf(Unknown.class);
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void refusesANumber() {
        simulator.refuse(MARIA);

        assertThat(send())
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Kind.NOT_ON_WHATSAPP));
    }

    @Test
    void isNotConnected() {
        simulator.loseConnection("demo");

        assertThat(send())
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Kind.NOT_CONNECTED));
        assertThat(hub.calls("status.instance")).isEmpty();
    }

    @Test
    void hitsOtherCallsWhenAsked() {
        simulator.faults().add(Fault.answer(500, "{}").on("/chat/whatsappNumbers"));

        assertThat(send()).isInstanceOf(Sent.class);
        assertThatThrownBy(() -> client.whatsappNumbers(List.of(MARIA)).block(Hub.PATIENCE))
                .isInstanceOf(EvolutionFailure.class);
        assertThat(client.whatsappNumbers(List.of(MARIA)).block(Hub.PATIENCE)).hasSize(1);
    }

    @Test
    void takesFaultsByRest() {
        Rest rest = new Rest(simulator);

        assertThat(rest.post("/_simulator/faults", "{\"kind\":\"answer\",\"status\":401,\"times\":-1}")
                        .status())
                .isEqualTo(201);
        assertThat(send())
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Kind.UNAUTHORIZED));
        assertThat(rest.get("/_simulator/faults").body()).hasSize(1);
        assertThat(rest.delete("/_simulator/faults").status()).isEqualTo(204);
        assertThat(rest.post("/_simulator/faults", "{\"kind\":\"thunder\"}").status())
                .isEqualTo(400);
        assertThat(rest.put("/_simulator/refused/" + MARIA, "").status()).isEqualTo(204);
        assertThat(send()).isInstanceOf(Rejected.class);
        assertThat(rest.delete("/_simulator/refused/" + MARIA).status()).isEqualTo(204);
        assertThat(send()).isInstanceOf(Sent.class);
    }

    @Test
    void stopsAlthoughACallHangs() {
        simulator.faults().add(Fault.hang().always());
        var hanging = client.send(new SendText(MARIA, "Olá", SendOptions.NONE)).toFuture();
        await().atMost(Hub.PATIENCE).until(() -> !hanging.isDone());

        simulator.stop();

        await().atMost(Hub.PATIENCE).until(hanging::isDone);
        assertThat(hanging.join()).isNotInstanceOf(Sent.class);
    }

    private SendResult send() {
        return client.send(new SendText(MARIA, "Olá", SendOptions.NONE)).block(Hub.PATIENCE);
    }
}
