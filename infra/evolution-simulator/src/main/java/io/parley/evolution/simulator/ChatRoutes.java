package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.parley.evolution.simulator.Instance.Group;
import io.parley.evolution.simulator.Instance.State;
import io.parley.evolution.simulator.StoredMessage.File;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code /chat} and {@code /group}. */
final class ChatRoutes {

    private final Access access;
    private final WhatsApp whatsApp;
    private final Phones phones;

    ChatRoutes(Access access, WhatsApp whatsApp, Phones phones) {
        this.access = access;
        this.whatsApp = whatsApp;
        this.phones = phones;
    }

    void addTo(Javalin app, Guard guard) {
        app.post("/chat/whatsappNumbers/{instance}", guard.over(this::numbers));
        app.post("/chat/markMessageAsRead/{instance}", guard.over(this::markRead));
        app.post("/chat/sendPresence/{instance}", guard.over(this::presence));
        app.post("/chat/findMessages/{instance}", guard.over(this::findMessages));
        app.post("/chat/getBase64FromMediaMessage/{instance}", guard.over(this::media));
        app.delete("/chat/deleteMessageForEveryone/{instance}", guard.over(this::delete));
        app.post("/chat/updateMessage/{instance}", guard.over(this::update));
        app.post("/chat/fetchProfilePictureUrl/{instance}", guard.over(this::picture));
        app.get("/group/findGroupInfos/{instance}", guard.over(this::group));
    }

    private void numbers(Context ctx) {
        Instance instance = connected(ctx);
        JsonNode body = Bodies.json(ctx);
        Check.of(body).requires("numbers").done();
        ArrayNode answer = Json.array();
        // groups first, then people: not in the order of the question
        List<String> asked = Stream.of(body.path("numbers"))
                .flatMap(list ->
                        Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get))
                .map(JsonNode::asText)
                .sorted(Comparator.comparing(number -> !Jids.isGroup(Jids.create(number))))
                .toList();
        for (String number : asked) {
            String jid = Jids.create(number);
            if (Jids.isGroup(jid)) {
                answer.addObject()
                        .put("jid", jid)
                        .put("exists", instance.groups.containsKey(jid))
                        .put("number", number);
            } else {
                answer.add(person(jid, number));
            }
        }
        Bodies.answer(ctx, 200, answer);
    }

    private ObjectNode person(String jid, String number) {
        String digits = Jids.user(jid);
        Phone phone = Jids.isLid(jid) ? phones.findByLid(jid) : phones.find(digits);
        boolean exists = !phones.isRefused(digits) && digits.matches("\\d{8,15}");
        ObjectNode row = Json.object()
                .put("jid", phone == null || !exists ? jid : phone.jid())
                .put("exists", exists)
                .put("number", number);
        if (phone != null && exists) {
            row.put("name", phone.name()).put("lid", phone.lid());
        }
        return row;
    }

    private void markRead(Context ctx) {
        Instance instance = connected(ctx);
        JsonNode body = Bodies.json(ctx);
        Check.of(body)
                .requires("readMessages")
                .is("readMessages", JsonNode::isArray, "readMessages is not of a type(s) array")
                .done();
        whatsApp.markRead(instance, body.path("readMessages"));
        Bodies.answer(ctx, 201, Json.object().put("message", "Read messages").put("read", "success"));
    }

    private void presence(Context ctx) {
        Instance instance = connected(ctx);
        JsonNode body = Bodies.json(ctx);
        Check.of(body)
                .requires("number", "presence", "delay")
                .text("number")
                .is("delay", JsonNode::isNumber, "delay is not of a type(s) number")
                .is(
                        "presence",
                        it -> Set.of("unavailable", "available", "composing", "recording", "paused")
                                .contains(it.asText()),
                        "presence is not one of enum values: unavailable,available,composing,recording,paused")
                .done();
        Duration during = Duration.ofMillis(body.path("delay").asLong());
        String presence = body.path("presence").asText();
        whatsApp.showPresence(instance, body.path("number").asText(), presence, during);
        Guard.pause(during);
        Bodies.answer(ctx, 201, Json.object().put("presence", presence));
    }

    private void findMessages(Context ctx) {
        Instance instance = access.instance(ctx);
        JsonNode body = Bodies.json(ctx);
        JsonNode where = body.path("where");
        int size = body.path("offset").asInt(50);
        int page = Math.max(1, body.path("page").asInt(1));
        List<ObjectNode> found;
        synchronized (whatsApp) {
            found = instance.messages().stream()
                    .filter(message -> matches(where, message))
                    .sorted(Comparator.comparingLong((StoredMessage message) -> message.timestamp)
                            .reversed())
                    .map(message -> Frames.row(instance, message))
                    .toList();
        }
        ObjectNode answer = Json.object();
        ObjectNode messages = answer.putObject("messages")
                .put("total", found.size())
                .put("pages", (found.size() + size - 1) / size)
                .put("currentPage", page);
        ArrayNode records = messages.putArray("records");
        found.stream().skip((long) (page - 1) * size).limit(size).forEach(records::add);
        Bodies.answer(ctx, 200, answer);
    }

    private static boolean matches(JsonNode where, StoredMessage message) {
        JsonNode key = where.path("key");
        return same(key.path("id"), message.id)
                && same(key.path("remoteJid"), message.key.path("remoteJid").asText())
                && (!key.path("fromMe").asBoolean() || message.fromMe) // false is ignored
                && same(where.path("messageType"), message.messageType)
                && isWithin(where.path("messageTimestamp"), message.timestamp);
    }

    private static boolean same(JsonNode asked, String value) {
        String text = Json.text(asked);
        return text == null || text.equals(value);
    }

    /** Needs both ends; with one alone it does nothing. */
    private static boolean isWithin(JsonNode period, long seconds) {
        String from = Json.text(period.path("gte"));
        String to = Json.text(period.path("lte"));
        if (from == null || to == null) {
            return true;
        }
        try {
            return seconds >= Instant.parse(from).getEpochSecond()
                    && seconds <= Instant.parse(to).getEpochSecond();
        } catch (DateTimeParseException unreadable) {
            throw ApiError.internal("Invalid time value");
        }
    }

    private void media(Context ctx) {
        Instance instance = connected(ctx);
        JsonNode asked = Bodies.json(ctx).path("message");
        StoredMessage message = instance.message(asked.path("key").path("id").asText());
        if (message == null) {
            throw ApiError.badRequest("Message not found");
        }
        if (!message.messageType.matches("(image|video|audio|document|sticker|ptv)Message")) {
            throw ApiError.badRequest("The message is not of the media type");
        }
        File file = message.file;
        if (file == null) {
            throw ApiError.badRequest("AggregateError: All promises were rejected");
        }
        JsonNode content = message.content.path(message.messageType);
        ObjectNode answer = Json.object()
                .put("mediaType", message.messageType)
                .put("fileName", file.name())
                .put("caption", Json.text(content.path("caption")));
        ObjectNode size = answer.putObject("size");
        size.set("fileLength", content.path("fileLength"));
        size.set("height", content.get("height"));
        size.set("width", content.get("width"));
        answer.put("mimetype", file.mimetype())
                .put("base64", Base64.getEncoder().encodeToString(file.bytes()))
                .putNull("buffer");
        Bodies.answer(ctx, 201, answer);
    }

    private void delete(Context ctx) {
        Instance instance = connected(ctx);
        JsonNode body = Bodies.json(ctx);
        Check.of(body)
                .requires("id", "fromMe", "remoteJid")
                .text("id", "remoteJid")
                .bool("fromMe")
                .done();
        Bodies.answer(
                ctx,
                201,
                whatsApp.delete(
                        instance,
                        body.path("id").asText(),
                        body.path("remoteJid").asText()));
    }

    private void update(Context ctx) {
        Instance instance = connected(ctx);
        JsonNode body = Bodies.json(ctx);
        Check.of(body)
                .requires("number", "text", "key")
                .is("number", JsonNode::isTextual, "Invalid format")
                .text("text")
                .inside("key", key -> key.requires("id", "remoteJid", "fromMe"))
                .done();
        String jid = whatsApp.resolve(instance, body.path("number").asText()).remoteJid();
        Bodies.answer(
                ctx,
                200,
                whatsApp.edit(
                        instance,
                        body.path("key").path("id").asText(),
                        jid,
                        body.path("text").asText()));
    }

    private void picture(Context ctx) {
        connected(ctx);
        JsonNode body = Bodies.json(ctx);
        Check.of(body)
                .requires("number")
                .is("number", JsonNode::isTextual, "Invalid format")
                .done();
        String jid = Jids.create(body.path("number").asText());
        Bodies.answer(ctx, 200, Json.object().put("wuid", jid).putNull("profilePictureUrl"));
    }

    private void group(Context ctx) {
        Instance instance = connected(ctx);
        String jid = ctx.queryParam("groupJid");
        if (jid == null) {
            jid = Json.text(Bodies.json(ctx).path("groupJid"), "");
        }
        Group group = instance.groups.get(jid);
        if (group == null) {
            throw ApiError.notFound("Error fetching group", "Error: item-not-found");
        }
        Bodies.answer(ctx, 200, whatsApp.info(group).put("isCommunity", false).put("isCommunityAnnounce", false));
    }

    private Instance connected(Context ctx) {
        Instance instance = access.instance(ctx);
        if (instance.state != State.OPEN) {
            throw ApiError.internal("Connection Closed");
        }
        return instance;
    }
}
