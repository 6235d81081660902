package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.parley.evolution.simulator.Instance.QrCode;
import io.parley.evolution.simulator.Instance.State;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /instance}, {@code /webhook} and {@code /settings}. */
final class InstanceRoutes {

    private static final String[] SWITCHES = {
        "rejectCall", "groupsIgnore", "alwaysOnline", "readMessages", "readStatus", "syncFullHistory"
    };

    private final Settings settings;
    private final Instances instances;
    private final Access access;
    private final Connections connections;
    private final Webhooks webhooks;
    private final Changes changes;
    private final Clock clock;

    InstanceRoutes(
            Settings settings,
            Instances instances,
            Access access,
            Connections connections,
            Webhooks webhooks,
            Changes changes,
            Clock clock) {
        this.settings = settings;
        this.instances = instances;
        this.access = access;
        this.connections = connections;
        this.webhooks = webhooks;
        this.changes = changes;
        this.clock = clock;
    }

    void addTo(Javalin app, Guard guard) {
        app.post("/verify-creds", guard.over(this::verify));
        app.post("/instance/create", guard.over(this::create));
        app.get("/instance/fetchInstances", guard.over(this::fetch));
        app.get("/instance/connect/{instance}", guard.over(this::connect));
        app.get("/instance/connectionState/{instance}", guard.over(this::state));
        app.post("/instance/restart/{instance}", guard.over(this::restart));
        app.delete("/instance/logout/{instance}", guard.over(this::logout));
        app.delete("/instance/delete/{instance}", guard.over(this::delete));
        app.post("/webhook/set/{instance}", guard.over(this::setWebhook));
        app.get("/webhook/find/{instance}", guard.over(this::findWebhook));
        app.post("/settings/set/{instance}", guard.over(this::setSettings));
        app.get("/settings/find/{instance}", guard.over(this::findSettings));
    }

    /** What the REST route and the library both do. */
    Instance create(JsonNode body) {
        String name = Json.text(body.path("instanceName"));
        if (name == null) {
            throw ApiError.schema("instance requires property \"instanceName\"");
        }
        // The one channel that is played here.
        if (!"WHATSAPP-BAILEYS".equals(body.path("integration").asText())) {
            throw ApiError.badRequest("Invalid integration");
        }
        ObjectNode switches = Json.object();
        for (String each : SWITCHES) {
            switches.put(each, body.path(each).asBoolean());
        }
        switches.put("msgCall", body.path("msgCall").asText()).put("wavoipToken", "");
        String token =
                Json.text(body.path("token"), UUID.randomUUID().toString().toUpperCase(Locale.ROOT));
        WebhookConfig webhook = body.path("webhook").isObject()
                        && Json.text(body.path("webhook").path("url")) != null
                ? webhook(null, withDefaults(body.path("webhook")))
                : null;
        Instance instance = instances.create(name, token, switches);
        instance.number = Json.text(body.path("number"));
        instance.webhook = webhook;
        webhooks.emit(instance, "instance.create", identity(instance));
        if (settings.openAtOnce()) {
            connections.scan(instance, null);
        } else if (body.path("qrcode").asBoolean()) {
            connections.connect(instance, instance.number);
        }
        instances.save();
        changes.announce();
        return instance;
    }

    private void verify(Context ctx) {
        access.global(ctx);
        Bodies.answer(ctx, 200, Json.object().put("status", 200).put("message", "Credentials are valid"));
    }

    private void create(Context ctx) {
        access.global(ctx);
        JsonNode body = Bodies.json(ctx);
        Instance instance = create(body);
        ObjectNode answer = Json.object();
        answer.putObject("instance")
                .put("instanceName", instance.name)
                .put("instanceId", instance.id)
                .put("integration", "WHATSAPP-BAILEYS")
                .putNull("webhookWaBusiness")
                .put("accessTokenWaBusiness", "")
                .put("status", instance.stateName());
        answer.put("hash", instance.token);
        ObjectNode hook = answer.putObject("webhook");
        WebhookConfig webhook = instance.webhook;
        if (webhook != null) {
            hook.put("webhookUrl", webhook.url());
            ObjectNode headers = hook.putObject("webhookHeaders");
            webhook.headers().forEach(headers::put);
            hook.put("webhookByEvents", webhook.byEvents()).put("webhookBase64", webhook.base64());
        }
        for (String bus : new String[] {"websocket", "rabbitmq", "nats", "sqs"}) {
            answer.putObject(bus);
        }
        answer.set("settings", instance.settings.deepCopy());
        if (body.path("qrcode").asBoolean()) {
            answer.set("qrcode", qr(instance));
        }
        Bodies.answer(ctx, 201, answer);
    }

    private void fetch(Context ctx) {
        Instance holder = access.holder(ctx);
        String name = ctx.queryParam("instanceName");
        if (name != null && instances.find(name) == null) {
            throw ApiError.notFound("Instance \"" + name + "\" not found");
        }
        ArrayNode list = Json.array();
        for (Instance instance : holder == null ? instances.all() : List.of(holder)) {
            boolean asked = (name == null || name.equals(instance.name))
                    && matches(ctx.queryParam("instanceId"), instance.id)
                    && matches(ctx.queryParam("number"), instance.number);
            if (asked) {
                list.add(row(instance));
            }
        }
        Bodies.answer(ctx, 200, list);
    }

    private void connect(Context ctx) {
        Instance instance = access.instance(ctx);
        connections.connect(instance, ctx.queryParam("number"));
        Bodies.answer(ctx, 200, instance.state == State.OPEN ? stateOf(instance) : qr(instance));
    }

    private void state(Context ctx) {
        Bodies.answer(ctx, 200, stateOf(access.instance(ctx)));
    }

    private void restart(Context ctx) {
        Instance instance = access.instance(ctx);
        connections.restart(instance);
        Bodies.answer(ctx, 200, stateOf(instance));
    }

    private void logout(Context ctx) {
        Instance instance = access.instance(ctx);
        if (instance.state == State.CLOSE) {
            throw ApiError.badRequest("The \"" + instance.name + "\" instance is not connected");
        }
        connections.logout(instance);
        Bodies.answer(ctx, 200, success("Instance logged out"));
    }

    private void delete(Context ctx) {
        Instance instance = access.instance(ctx);
        if (instance.state != State.CLOSE) {
            connections.logout(instance);
        }
        webhooks.emit(instance, "instance.delete", identity(instance));
        webhooks.emit(instance, "remove.instance", null);
        instances.remove(instance);
        changes.announce();
        Bodies.answer(ctx, 200, success("Instance deleted"));
    }

    private void setWebhook(Context ctx) {
        Instance instance = access.instance(ctx);
        JsonNode body = Bodies.json(ctx);
        Check.of(body)
                .requires("webhook")
                .inside(
                        "webhook",
                        it -> it.requires("enabled", "url")
                                .bool("enabled", "byEvents", "base64")
                                .text("url"))
                .done();
        instance.webhook = webhook(instance.webhook, body.path("webhook"));
        instances.save();
        changes.announce();
        Bodies.answer(ctx, 201, instance.webhook.toJson(instance.id));
    }

    private void findWebhook(Context ctx) {
        Instance instance = access.instance(ctx);
        WebhookConfig webhook = instance.webhook;
        Bodies.answer(ctx, 200, webhook == null ? NullNode.getInstance() : webhook.toJson(instance.id));
    }

    private void setSettings(Context ctx) {
        Instance instance = access.instance(ctx);
        JsonNode body = Bodies.json(ctx);
        Check.of(body).requires(SWITCHES).bool(SWITCHES).done();
        for (String each : SWITCHES) {
            instance.settings.put(each, body.path(each).asBoolean());
        }
        instance.settings.put("msgCall", body.path("msgCall").asText());
        instances.save();
        ObjectNode answer = Json.object();
        answer.putObject("settings").put("instanceName", instance.name).set("settings", instance.settings.deepCopy());
        Bodies.answer(ctx, 201, answer);
    }

    private void findSettings(Context ctx) {
        Bodies.answer(ctx, 200, access.instance(ctx).settings);
    }

    private WebhookConfig webhook(@Nullable WebhookConfig before, JsonNode wanted) {
        boolean enabled = wanted.path("enabled").asBoolean();
        String url = wanted.path("url").asText();
        if (enabled && !isHttp(url)) {
            throw ApiError.badRequest("Invalid \"url\" property");
        }
        if (!wanted.path("events").isArray()) {
            throw ApiError.internal("Cannot read properties of undefined (reading 'length')");
        }
        List<String> events = new ArrayList<>();
        for (JsonNode event : wanted.path("events")) {
            if (!WebhookConfig.ALL.contains(event.asText())) {
                throw ApiError.schema("webhook.events[%d] is not one of enum values: %s"
                        .formatted(events.size(), String.join(",", WebhookConfig.ALL)));
            }
            events.add(event.asText());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        wanted.path("headers")
                .fields()
                .forEachRemaining(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        String now = clock.instant().toString();
        return new WebhookConfig(
                before == null ? Ids.ofRow() : before.id(),
                url,
                headers,
                enabled,
                !enabled ? List.of() : events.isEmpty() ? WebhookConfig.ALL : List.copyOf(events),
                wanted.path("byEvents").asBoolean(),
                wanted.path("base64").asBoolean(),
                before == null ? now : before.createdAt(),
                now);
    }

    /** On creation a webhook is always enabled, and may leave out its events. */
    private static JsonNode withDefaults(JsonNode webhook) {
        ObjectNode wanted = webhook.deepCopy();
        wanted.put("enabled", true);
        if (!wanted.has("events")) {
            wanted.putArray("events");
        }
        return wanted;
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    private static boolean matches(@Nullable String asked, @Nullable String value) {
        return asked == null || asked.equals(value);
    }

    private static ObjectNode identity(Instance instance) {
        return Json.object().put("instanceName", instance.name).put("instanceId", instance.id);
    }

    private static ObjectNode stateOf(Instance instance) {
        ObjectNode answer = Json.object();
        answer.putObject("instance").put("instanceName", instance.name).put("state", instance.stateName());
        return answer;
    }

    private static ObjectNode qr(Instance instance) {
        QrCode qr = instance.qr;
        return qr == null ? Json.object().putNull("pairingCode").put("count", 0) : qr.toJson();
    }

    private static ObjectNode success(String message) {
        ObjectNode answer = Json.object().put("status", "SUCCESS").put("error", false);
        answer.putObject("response").put("message", message);
        return answer;
    }

    private static ObjectNode row(Instance instance) {
        ObjectNode row = Json.object()
                .put("id", instance.id)
                .put("name", instance.name)
                .put("connectionStatus", instance.stateName())
                .put("ownerJid", instance.paired ? instance.ownJid() : null)
                .put("profileName", instance.paired ? instance.name : null)
                .putNull("profilePicUrl")
                .put("integration", "WHATSAPP-BAILEYS")
                .put("number", instance.number)
                .putNull("businessId")
                .put("token", instance.token)
                .put("clientName", "evolution_simulator")
                .putNull("disconnectionReasonCode")
                .putNull("disconnectionObject")
                .putNull("disconnectionAt");
        for (String part : new String[] {"Chatwoot", "Proxy", "Rabbitmq", "Nats", "Sqs", "Websocket"}) {
            row.putNull(part);
        }
        row.set("Setting", instance.settings.deepCopy());
        row.putObject("_count")
                .put("Message", instance.messages().size())
                .put("Contact", instance.contacts.size())
                .put("Chat", instance.contacts.size());
        return row;
    }
}
