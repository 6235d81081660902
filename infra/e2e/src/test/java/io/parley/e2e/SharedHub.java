package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import io.parley.services.Services;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One hub with one simulator for the tests that disturb neither; started by the first that asks, ended with the JVM.
 */
final class SharedHub {

    private static SharedHub instance;

    final EvolutionSimulator evolution;
    final Hub hub;
    final Api administrator;
    private final Map<String, Object> made = new HashMap<>();

    private SharedHub() {
        evolution = EvolutionSimulator.start(Settings.forTests());
        hub = Hub.start("shared", Services.shared().isolated("e2eshared"), Map.of("PARLEY_CONNECTION_CHECK", "6s"));
        administrator = Api.administratorOf(hub);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            hub.close();
            evolution.stop();
        }));
    }

    static synchronized SharedHub get() {
        if (instance == null) {
            instance = new SharedHub();
        }
        return instance;
    }

    /** What a class makes before its tests; the same again when it is run once more after a failure. */
    @SuppressWarnings("unchecked")
    <T> T once(String what, Supplier<T> make) {
        return (T) made.computeIfAbsent(what, name -> make.get());
    }

    /** A connected WhatsApp inbox of its own, named as its instance. */
    Inbox inbox(String name) {
        return once("inbox " + name, () -> newInbox(name));
    }

    private Inbox newInbox(String name) {
        JsonNode inbox = administrator.createWhatsAppInbox(name, evolution.baseUrl(), evolution.apiKey(), name);
        return new Inbox(
                name,
                inbox.path("id").asInt(),
                new Webhooks(URI.create(inbox.path("callback_webhook_url").asText())));
    }

    /** An agent who is a member of this inbox and of no other. */
    Agent agent(String name, Inbox inbox) {
        return once("agent " + name + " of " + inbox.instance(), () -> newAgent(name, inbox));
    }

    private Agent newAgent(String name, Inbox inbox) {
        String email = "%s@%s.example.org".formatted(name, inbox.instance()).toLowerCase(Locale.ROOT);
        String password = name + "-Secret-1";
        int id = administrator
                .post(
                        "/api/v1/accounts/1/agents",
                        Map.of("name", name, "email", email, "role", "agent", "password", password))
                .require(200)
                .path("id")
                .asInt();
        administrator
                .post("/api/v1/accounts/1/inbox_members", Map.of("inbox_id", inbox.id(), "user_ids", List.of(id)))
                .require(200);
        return new Agent(id, email, password, Api.signIn(hub.baseUrl(), email, password));
    }

    /** A team of the account's; its number. */
    int team(String name) {
        return has("/teams", Map.of("name", name)).path("id").asInt();
    }

    /** A label of the account's that the sidebar shows. */
    void label(String title) {
        has("/labels", Map.of("title", title, "color", "#E5484D", "show_on_sidebar", true));
    }

    /** Something that administrators make, the same for every class that needs it. */
    JsonNode has(String what, Map<String, ?> fields) {
        return once(
                what + fields,
                () -> administrator.post(Desk.ACCOUNT + what, fields).require(200));
    }

    /** Somebody sets the webhook of the inbox's instance to another address. */
    void pointWebhookElsewhere(Inbox inbox) {
        ObjectNode body = Api.JSON.createObjectNode();
        ObjectNode webhook = body.putObject("webhook");
        webhook.put("enabled", true).put("url", "http://127.0.0.1:9/elsewhere").putArray("events");
        Api.send(HttpRequest.newBuilder(evolution.baseUrl().resolve("/webhook/set/" + inbox.instance()))
                        .header("apikey", evolution.apiKey())
                        .header("content-type", "application/json")
                        .POST(Api.body(body)))
                .require(201);
    }

    /** An inbox and the webhook Evolution was told. */
    record Inbox(String instance, int id, Webhooks webhooks) {}

    /** An agent, with what they type to sign in. */
    record Agent(int id, String email, String password, Api api) {}
}
