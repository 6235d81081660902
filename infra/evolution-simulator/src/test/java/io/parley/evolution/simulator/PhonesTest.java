package io.parley.evolution.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.Incoming.Act;
import io.parley.evolution.simulator.Incoming.GroupName;
import io.parley.evolution.simulator.Incoming.MediaKind;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page of the phones is built on. */
class PhonesTest {

    private static final String MARIA = "5511988887777";

    private final Hub hub = new Hub();
    private EvolutionSimulator simulator;
    private Rest rest;

    @BeforeEach
    void start() {
        simulator = EvolutionSimulator.start(
                Settings.forTests().toBuilder().autoRead(false).build());
        simulator.createInstance("demo", hub.url());
        rest = new Rest(simulator);
    }

    @AfterEach
    void stop() {
        simulator.stop();
        hub.close();
    }

    @Test
    void showsThePageToBrowsers() {
        var redirect = Rest.send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/"))
                .header("Accept", "text/html,application/xhtml+xml")
                .build());
        var page = Rest.send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/phone/"))
                .header("Accept", "text/html")
                .build());

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(redirect.headers().firstValue("Location"))
                .hasValueSatisfying(it -> assertThat(it).endsWith("/phone/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Evolution API simulator — for trial and tests</title>");
        for (String file : List.of("phone.js", "phone.css", "icon.svg")) {
            assertThat(Rest.send(HttpRequest.newBuilder(simulator.baseUrl().resolve("/phone/" + file))
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void tellsOpenPagesThatSomethingIsNew() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            AtomicInteger changes = new AtomicInteger();
            var stream = http.sendAsync(
                    HttpRequest.newBuilder(simulator.baseUrl().resolve("/_simulator/changes"))
                            .header("Accept", "text/event-stream")
                            .build(),
                    BodyHandlers.fromLineSubscriber(new LineCounter("event: changed", changes)));
            await().atMost(Hub.PATIENCE).until(() -> changes.get() == 1);

            simulator.incoming("demo", Incoming.text(MARIA, "Maria", "oi"));

            await().atMost(Hub.PATIENCE).until(() -> changes.get() > 1);
            stream.cancel(true);
        }
    }

    @Test
    void readsWhenThePersonLooks() {
        String id = send("Olá");
        awaitStatuses("SERVER_ACK", "DELIVERY_ACK");
        assertThat(line().path("unread").asInt()).isEqualTo(1);

        assertThat(rest.post("/_simulator/instances/demo/chats/" + MARIA + "/open", "{}")
                        .status())
                .isEqualTo(204);

        awaitStatuses("SERVER_ACK", "DELIVERY_ACK", "READ");
        assertThat(hub.calls("messages.update"))
                .extracting(call -> call.data().path("keyId").asText())
                .containsOnly(id);
        assertThat(line().path("unread").asInt()).isZero();
        rest.post("/_simulator/instances/demo/chats/" + MARIA + "/open", "{}");
        await().atMost(Hub.PATIENCE).until(() -> simulator.webhooks().pending() == 0);
        assertThat(hub.calls("messages.update")).as("read only once").hasSize(3);
    }

    @Test
    void readsByItselfWhenItIsSetSo() {
        rest.put("/_simulator/phones/" + MARIA, "{\"name\":\"Maria\",\"autoRead\":true}");
        send("Olá");

        awaitStatuses("SERVER_ACK", "DELIVERY_ACK", "READ");
    }

    @Test
    void holdsBackWhatArrivesWhileItIsOffline() {
        rest.put("/_simulator/phones/" + MARIA, "{\"offline\":true}");
        send("um");
        send("dois");

        awaitStatuses("SERVER_ACK", "SERVER_ACK");
        assertThat(chat().path("messages")).isEmpty();
        await().atMost(Hub.PATIENCE)
                .untilAsserted(() -> assertThat(line().path("waiting").asInt()).isEqualTo(2));

        rest.put("/_simulator/phones/" + MARIA, "{\"offline\":false}");

        awaitStatuses("SERVER_ACK", "SERVER_ACK", "DELIVERY_ACK", "DELIVERY_ACK");
        assertThat(chat().path("messages").findValuesAsText("text")).containsExactly("um", "dois");
    }

    @Test
    void failsAfterWhatWasPromised() {
        rest.put("/_simulator/phones/" + MARIA, "{\"undeliverable\":true}");
        send("Olá");

        awaitStatuses("ERROR");
        assertThat(simulator.receivedBy(MARIA)).extracting(Received::ack).containsExactly(Ack.ERROR);
    }

    @Test
    void reportsReceiptsUnderTheAddressOfTheChat() {
        rest.put("/_simulator/phones/" + MARIA, "{\"addressing\":\"LID\"}");
        send("Olá");

        awaitStatuses("SERVER_ACK", "DELIVERY_ACK");
        assertThat(hub.calls("messages.update"))
                .extracting(call -> call.data().path("remoteJid").asText())
                .containsOnly(simulator.phone(MARIA).lid());
    }

    @Test
    void showsAChatAsAPhoneDoes() {
        String asked = simulator.incoming("demo", Incoming.text(MARIA, "Maria", "Quanto custa?"));
        String answered = send("R$ 10");
        awaitStatuses("SERVER_ACK", "DELIVERY_ACK");
        simulator.incoming("demo", Incoming.of(MARIA, "Maria", new Act.Reaction(answered, "❤️")));
        simulator.incoming("demo", Incoming.text(MARIA, "Maria", "Fechado").quoting(answered));
        simulator.incoming("demo", Incoming.media(MARIA, "Maria", MediaKind.VOICE, null));
        simulator.incoming("demo", Incoming.of(MARIA, "Maria", new Act.Edit(asked, "Quanto custa o azul?")));

        JsonNode messages = chat().path("messages");

        assertThat(messages.findValuesAsText("kind").subList(0, 2)).containsExactly("text", "text");
        assertThat(messages).hasSize(4);
        assertThat(messages.get(0).path("text").asText()).isEqualTo("Quanto custa o azul?");
        assertThat(messages.get(0).path("edited").asBoolean()).isTrue();
        assertThat(messages.get(1).path("ours").asBoolean()).isTrue();
        assertThat(messages.get(1).path("reactions").elements().next().asText()).isEqualTo("❤️");
        assertThat(messages.get(2).at("/quoted/text").asText()).isEqualTo("R$ 10");
        assertThat(messages.get(3).path("kind").asText()).isEqualTo("voice");
        assertThat(Rest.send(HttpRequest.newBuilder(simulator
                                        .baseUrl()
                                        .resolve(messages.get(3).path("fileUrl").asText()))
                                .build())
                        .headers()
                        .firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("audio/ogg"));

        simulator.incoming("demo", Incoming.of(MARIA, "Maria", new Act.Delete(asked)));
        assertThat(chat().at("/messages/0/deleted").asBoolean()).isTrue();
        assertThat(chat().at("/messages/0").path("text").isNull()).isTrue();
    }

    @Test
    void listsAPersonsChatsPerNumber() {
        simulator.incoming(
                "demo",
                Incoming.text(MARIA, "Maria", "bom dia").inGroup(new GroupName("120363025246125486@g.us", "Equipe")));

        JsonNode phone = rest.get("/_simulator/state").body().at("/phones/0");

        assertThat(phone.path("name").asText()).isEqualTo("Maria");
        assertThat(phone.at("/chats/demo").findValuesAsText("chat"))
                .containsExactly(MARIA + "@s.whatsapp.net", "120363025246125486@g.us");
        assertThat(phone.at("/chats/demo/1/preview").asText()).isEqualTo("bom dia");
    }

    @Test
    void neverShowsAWebPageThatSomebodySent() {
        String id = simulator.incoming(
                "demo",
                Incoming.of(
                        MARIA,
                        "Maria",
                        new Act.Media(MediaKind.DOCUMENT, "PHNjcmlwdD4=", "text/html", "x.html", null, 0)));

        var answer = Rest.send(
                HttpRequest.newBuilder(simulator.baseUrl().resolve("/_simulator/media/demo/" + id + "/x.html"))
                        .build());

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).hasValue("sandbox");
    }

    @Test
    void refusesAPhoneThatCannotBe() {
        assertThat(rest.put("/_simulator/phones/12", "{}").status()).isEqualTo(400);
        assertThat(rest.put("/_simulator/phones/" + MARIA, "{\"addressing\":\"PIGEON\"}")
                        .status())
                .isEqualTo(400);
    }

    private void awaitStatuses(String... statuses) {
        await().atMost(Hub.PATIENCE)
                .untilAsserted(() -> assertThat(hub.calls("messages.update"))
                        .extracting(call -> call.data().path("status").asText())
                        .containsExactlyInAnyOrder(statuses));
    }

    private JsonNode chat() {
        return rest.get("/_simulator/instances/demo/chats/" + MARIA).body();
    }

    private JsonNode line() {
        return rest.get("/_simulator/state").body().at("/phones/0/chats/demo/0");
    }

    private String send(String text) {
        return rest.post("/message/sendText/demo", "{\"number\":\"5511988887777\",\"text\":\"" + text + "\"}")
                .body()
                .at("/key/id")
                .asText();
    }

    /** Counts the lines of a stream that say one thing. */
    private record LineCounter(String wanted, AtomicInteger count) implements Subscriber<String> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.equals(wanted)) {
                count.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable broken) {
            // the page was closed
        }

        @Override
        public void onComplete() {
            // the simulator stopped
        }
    }
}
