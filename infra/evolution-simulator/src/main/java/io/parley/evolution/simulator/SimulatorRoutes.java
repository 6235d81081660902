package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.parley.evolution.simulator.Instance.QrCode;
import io.parley.evolution.simulator.Settings.Addressing;
import io.parley.evolution.simulator.StoredMessage.File;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /_simulator}: what Evolution does not have. People write from phones, and things go wrong on demand. */
final class SimulatorRoutes {

    private final EvolutionSimulator simulator;
    private final Instances instances;
    private final Phones phones;
    private final Changes changes;
    private final ChatView chats;
    private final Webhooks webhooks;

    SimulatorRoutes(
            EvolutionSimulator simulator,
            Instances instances,
            Phones phones,
            Changes changes,
            ChatView chats,
            Webhooks webhooks) {
        this.simulator = simulator;
        this.instances = instances;
        this.phones = phones;
        this.changes = changes;
        this.chats = chats;
        this.webhooks = webhooks;
    }

    void addTo(Javalin app) {
        app.get("/_simulator/state", this::state);
        app.sse("/_simulator/changes", changes::join);
        app.put("/_simulator/phones/{number}", this::putPhone);
        app.post("/_simulator/instances/{instance}/incoming", this::incoming);
        app.post("/_simulator/instances/{instance}/events", this::event);
        app.post("/_simulator/instances/{instance}/scan", this::scan);
        app.post("/_simulator/instances/{instance}/disconnect", this::disconnect);
        app.get("/_simulator/instances/{instance}/chats/{chat}", this::chat);
        app.post("/_simulator/instances/{instance}/chats/{chat}/open", this::open);
        app.get("/_simulator/media/{instance}/{message}/{file}", this::media);
        app.get("/_simulator/received/{number}", this::received);
        app.get("/_simulator/faults", ctx -> Bodies.answer(ctx, 200, faults()));
        app.post("/_simulator/faults", this::addFault);
        app.delete("/_simulator/faults", this::clearFaults);
        app.put("/_simulator/refused/{number}", this::refuse);
        app.delete("/_simulator/refused/{number}", this::accept);
        app.get("/_simulator/webhooks", this::deliveries);
        app.put("/_simulator/webhooks", this::misdeliver);
    }

    private void state(Context ctx) {
        ObjectNode state = Json.object();
        ArrayNode numbers = state.putArray("instances");
        for (Instance instance : instances.all()) {
            QrCode qr = instance.qr;
            WebhookConfig webhook = instance.webhook;
            numbers.addObject()
                    .put("name", instance.name)
                    .put("state", instance.stateName())
                    .put("number", instance.number)
                    .put("qrcode", qr == null ? null : qr.image())
                    .put("webhook", webhook != null && webhook.enabled());
        }
        ArrayNode people = state.putArray("phones");
        phones.all().forEach(phone -> people.add(view(phone)));
        state.put("pendingWebhooks", webhooks.pending());
        state.putPOJO("refused", phones.refused());
        Bodies.answer(ctx, 200, state);
    }

    private ObjectNode view(Phone phone) {
        ObjectNode view = Json.object()
                .put("number", phone.number())
                .put("name", phone.name())
                .put("lid", phone.lid())
                .put(
                        "addressing",
                        phone.addressing() == null ? null : phone.addressing().name())
                .put("offline", phone.offline())
                .put("autoRead", simulator.autoReads(phone))
                .put("undeliverable", phone.undeliverable());
        ObjectNode byInstance = view.putObject("chats");
        for (Instance instance : instances.all()) {
            ArrayNode list = byInstance.putArray(instance.name);
            list.add(line(instance, phone.jid(), null));
            instance.groups.values().stream()
                    .filter(group -> group.members().contains(phone.jid()))
                    .forEach(group -> list.add(line(instance, group.jid(), group.subject())));
        }
        return view;
    }

    private ObjectNode line(Instance instance, String chat, @Nullable String subject) {
        return Json.object()
                .put("chat", chat)
                .put("subject", subject)
                .put("unread", chats.unread(instance, chat))
                .put("waiting", chats.waiting(instance, chat))
                .put("preview", chats.preview(instance, chat));
    }

    private void putPhone(Context ctx) {
        String number = ctx.pathParam("number");
        JsonNode body = Bodies.json(ctx);
        Phone known = phones.find(number);
        Phone phone = known == null ? valid(() -> new Phone(number, number)) : known;
        String name = Json.text(body.path("name"));
        phone = name == null ? phone : phone.named(name);
        phone = body.has("offline") ? phone.offline(body.path("offline").asBoolean()) : phone;
        phone = body.has("autoRead") ? phone.autoRead(body.path("autoRead").asBoolean()) : phone;
        phone = body.has("undeliverable")
                ? phone.undeliverable(body.path("undeliverable").asBoolean())
                : phone;
        if (body.has("addressing")) {
            String addressing = Json.text(body.path("addressing"));
            phone = phone.addressed(
                    addressing == null ? null : valid(() -> Addressing.valueOf(addressing.toUpperCase(Locale.ROOT))));
        }
        simulator.put(phone);
        instances.save();
        Bodies.answer(ctx, 200, view(phone));
    }

    private void incoming(Context ctx) {
        Incoming incoming = IncomingJson.read(Bodies.json(ctx));
        Bodies.answer(
                ctx,
                201,
                valid(() -> Json.object().put("id", simulator.incoming(ctx.pathParam("instance"), incoming))));
    }

    private void event(Context ctx) {
        JsonNode body = Bodies.json(ctx);
        Check.of(body).requires("event", "data").text("event").done();
        simulator.event(ctx.pathParam("instance"), body.path("event").asText(), body.path("data"));
        ctx.status(202);
    }

    private void scan(Context ctx) {
        simulator.scan(ctx.pathParam("instance"), Json.text(Bodies.json(ctx).path("number")));
        ctx.status(204);
    }

    private void disconnect(Context ctx) {
        JsonNode body = Bodies.json(ctx);
        if (body.path("silent").asBoolean()) {
            simulator.loseConnection(ctx.pathParam("instance"));
        } else {
            simulator.disconnect(ctx.pathParam("instance"), body.path("reason").asInt(401));
        }
        ctx.status(204);
    }

    private void chat(Context ctx) {
        Bodies.answer(ctx, 200, chats.of(simulator.instance(ctx.pathParam("instance")), jid(ctx.pathParam("chat"))));
    }

    private void open(Context ctx) {
        simulator.open(ctx.pathParam("instance"), jid(ctx.pathParam("chat")));
        ctx.status(204);
    }

    private void media(Context ctx) {
        StoredMessage message = simulator.instance(ctx.pathParam("instance")).message(ctx.pathParam("message"));
        File file = message == null ? null : message.file;
        if (file == null) {
            throw ApiError.notFound("no such file");
        }
        // What a sender calls a web page is not shown as one.
        boolean harmless = file.mimetype().matches("(image|audio|video)/(?!svg).*|application/pdf");
        ctx.header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .contentType(harmless ? file.mimetype() : "application/octet-stream")
                .writeSeekableStream(
                        new ByteArrayInputStream(file.bytes()),
                        harmless ? file.mimetype() : "application/octet-stream",
                        file.bytes().length);
    }

    private void received(Context ctx) {
        ArrayNode list = Json.array();
        for (Received each : simulator.receivedBy(ctx.pathParam("number"))) {
            list.addObject()
                    .put("id", each.id())
                    .put("instance", each.instance())
                    .put("chat", each.chat())
                    .put("type", each.type())
                    .put("text", each.text())
                    .put("at", each.at().getEpochSecond())
                    .put("ack", each.ack().name())
                    .set("message", each.message());
        }
        Bodies.answer(ctx, 200, list);
    }

    private ArrayNode faults() {
        ArrayNode list = Json.array();
        simulator
                .faults()
                .all()
                .forEach(fault -> list.addObject()
                        .put("kind", fault.kind().name().toLowerCase(Locale.ROOT))
                        .put("times", fault.times())
                        .put("path", fault.path()));
        return list;
    }

    private void addFault(Context ctx) {
        JsonNode json = Bodies.json(ctx);
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers")
                .fields()
                .forEachRemaining(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        JsonNode body = json.path("body");
        Fault fault = valid(() -> new Fault(
                Fault.Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)),
                json.path("times").asInt(1),
                Json.text(json.path("path"), "/message/"),
                json.path("status").asInt(500),
                body.isTextual() ? body.textValue() : body.isMissingNode() ? "" : body.toString(),
                headers,
                Duration.ofMillis(json.path("delayMs").asLong())));
        simulator.faults().add(fault);
        Bodies.answer(ctx, 201, faults());
    }

    private void clearFaults(Context ctx) {
        simulator.faults().clear();
        ctx.status(204);
    }

    private void refuse(Context ctx) {
        simulator.refuse(ctx.pathParam("number"));
        ctx.status(204);
    }

    private void accept(Context ctx) {
        simulator.accept(ctx.pathParam("number"));
        ctx.status(204);
    }

    private void deliveries(Context ctx) {
        ArrayNode list = Json.array();
        webhooks.deliveries()
                .forEach(delivery -> list.addObject()
                        .put("instance", delivery.instance())
                        .put("event", delivery.event())
                        .put("attempt", delivery.attempt())
                        .put("status", delivery.status())
                        .put("at", delivery.at().toString())
                        .set("body", delivery.body()));
        ObjectNode answer = Json.object()
                .put("pending", webhooks.pending())
                .put("copies", webhooks.copies())
                .put("shuffleMs", webhooks.shuffle().toMillis());
        answer.set("deliveries", list);
        Bodies.answer(ctx, 200, answer);
    }

    private void misdeliver(Context ctx) {
        JsonNode body = Bodies.json(ctx);
        if (body.has("copies")) {
            int copies = body.path("copies").asInt();
            valid(() -> {
                webhooks.copies(copies);
                return copies;
            });
        }
        if (body.has("shuffleMs")) {
            webhooks.shuffle(Duration.ofMillis(body.path("shuffleMs").asLong()));
        }
        if (body.has("fail")) {
            webhooks.fail(body.path("fail").asInt());
        }
        ctx.status(204);
    }

    /** A number is as good as an address. */
    private static String jid(String chat) {
        return chat.contains("@") ? chat : chat + Jids.PERSON;
    }

    private static <T> T valid(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest(String.valueOf(wrong.getMessage()));
        }
    }
}
