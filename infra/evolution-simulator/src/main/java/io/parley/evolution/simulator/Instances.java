package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Instance.State;
import io.parley.evolution.simulator.Settings.Addressing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The instances there are; with a folder they and the phones outlive a restart, their messages do not. */
final class Instances {

    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);

    private final Settings settings;
    private final Phones phones;
    private final @Nullable Path file;
    private final Map<String, Instance> byName = new ConcurrentSkipListMap<>();

    Instances(Settings settings, Phones phones) {
        this.settings = settings;
        this.phones = phones;
        this.file = settings.data() == null ? null : settings.data().resolve("simulator.json");
        load();
    }

    @Nullable
    Instance find(String name) {
        return byName.get(name);
    }

    List<Instance> all() {
        return List.copyOf(byName.values());
    }

    Instance create(String name, String token, ObjectNode instanceSettings) {
        Instance instance =
                new Instance(UUID.randomUUID().toString(), name, token, instanceSettings, settings.keepMessages());
        if (byName.putIfAbsent(name, instance) != null) {
            throw ApiError.forbidden("This name \"" + name + "\" is already in use.");
        }
        return instance;
    }

    void remove(Instance instance) {
        byName.remove(instance.name);
        save();
    }

    /** Whole or not at all; a reader never sees half a file. */
    synchronized void save() {
        if (file == null) {
            return;
        }
        ObjectNode root = Json.object();
        var instances = root.putArray("instances");
        byName.values().forEach(instance -> instances.add(row(instance)));
        var people = root.putArray("phones");
        phones.all().forEach(phone -> people.add(row(phone)));
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = Files.createTempFile(folder, "simulator", ".json");
            Files.write(fresh, Json.write(root));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void load() {
        if (file == null || !Files.exists(file)) {
            return;
        }
        try {
            JsonNode root = Json.read(Files.readString(file));
            root.path("phones").forEach(row -> phones.put(phone(row)));
            root.path("instances").forEach(row -> byName.put(row.path("name").asText(), instance(row)));
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn("{} cannot be read; beginning without instances", file, unreadable);
        }
    }

    private static ObjectNode row(Instance instance) {
        ObjectNode row = Json.object()
                .put("id", instance.id)
                .put("name", instance.name)
                .put("token", instance.token)
                .put("number", instance.number)
                .put("paired", instance.paired)
                .put("open", instance.state == State.OPEN)
                .put("base64", instance.base64);
        row.set("settings", instance.settings);
        WebhookConfig webhook = instance.webhook;
        row.set("webhook", webhook == null ? null : webhook.toJson(instance.id));
        return row;
    }

    private Instance instance(JsonNode row) {
        ObjectNode kept = Json.object();
        row.path("settings").fields().forEachRemaining(setting -> kept.set(setting.getKey(), setting.getValue()));
        Instance instance = new Instance(
                row.path("id").asText(),
                row.path("name").asText(),
                row.path("token").asText(),
                kept,
                settings.keepMessages());
        instance.number = Json.text(row.path("number"));
        instance.paired = row.path("paired").asBoolean();
        instance.state = row.path("open").asBoolean() ? State.OPEN : State.CLOSE;
        instance.base64 = row.path("base64").asBoolean();
        JsonNode webhook = row.path("webhook");
        instance.webhook = webhook.isObject() ? webhook(webhook) : null;
        return instance;
    }

    private static WebhookConfig webhook(JsonNode row) {
        Map<String, String> headers = new LinkedHashMap<>();
        row.path("headers")
                .fields()
                .forEachRemaining(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        List<String> events = new ArrayList<>();
        row.path("events").forEach(event -> events.add(event.asText()));
        return new WebhookConfig(
                row.path("id").asText(),
                row.path("url").asText(),
                headers,
                row.path("enabled").asBoolean(),
                events,
                row.path("webhookByEvents").asBoolean(),
                row.path("webhookBase64").asBoolean(),
                row.path("createdAt").asText(),
                row.path("updatedAt").asText());
    }

    private static ObjectNode row(Phone phone) {
        return Json.object()
                .put("number", phone.number())
                .put("name", phone.name())
                .put(
                        "addressing",
                        phone.addressing() == null ? null : phone.addressing().name())
                .put("offline", phone.offline())
                .put("autoRead", phone.autoRead())
                .put("undeliverable", phone.undeliverable());
    }

    private static Phone phone(JsonNode row) {
        String addressing = Json.text(row.path("addressing"));
        return new Phone(
                row.path("number").asText(),
                row.path("name").asText(),
                addressing == null ? null : Addressing.valueOf(addressing),
                row.path("offline").asBoolean(),
                row.path("autoRead").isBoolean() ? row.path("autoRead").asBoolean() : null,
                row.path("undeliverable").asBoolean());
    }
}
