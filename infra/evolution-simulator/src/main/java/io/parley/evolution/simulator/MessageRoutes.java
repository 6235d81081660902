package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.parley.evolution.simulator.Incoming.Card;
import io.parley.evolution.simulator.Instance.State;
import io.parley.evolution.simulator.StoredMessage.File;
import io.parley.evolution.simulator.WhatsApp.Destination;
import io.parley.evolution.simulator.WhatsApp.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /message}: everything that sends. */
final class MessageRoutes {

    private final Settings settings;
    private final Access access;
    private final WhatsApp whatsApp;

    MessageRoutes(Settings settings, Access access, WhatsApp whatsApp) {
        this.settings = settings;
        this.access = access;
        this.whatsApp = whatsApp;
    }

    void addTo(Javalin app, Guard guard) {
        app.post("/message/sendText/{instance}", guard.over(sends(null, MessageRoutes::text)));
        app.post("/message/sendMedia/{instance}", guard.over(sends("media", MessageRoutes::file)));
        app.post("/message/sendPtv/{instance}", guard.over(sends("video", MessageRoutes::roundVideo)));
        app.post("/message/sendWhatsAppAudio/{instance}", guard.over(sends("audio", MessageRoutes::voice)));
        app.post("/message/sendSticker/{instance}", guard.over(sends("sticker", MessageRoutes::sticker)));
        app.post("/message/sendLocation/{instance}", guard.over(sends(null, MessageRoutes::location)));
        app.post("/message/sendContact/{instance}", guard.over(sends(null, MessageRoutes::contact)));
        app.post("/message/sendPoll/{instance}", guard.over(sends(null, MessageRoutes::poll)));
        app.post("/message/sendReaction/{instance}", guard.over(this::reaction));
    }

    /** @param fileProperty what a file part of a multipart request stands for; null takes JSON alone */
    private Handler sends(@Nullable String fileProperty, Function<ObjectNode, Content> reader) {
        return ctx -> {
            Instance instance = access.instance(ctx);
            ObjectNode body = fileProperty != null && ctx.isMultipartFormData()
                    ? Bodies.multipart(ctx, fileProperty)
                    : Bodies.json(ctx);
            Content content = reader.apply(body);
            send(ctx, instance, body, body.path("number").asText(), content);
        };
    }

    private void send(Context ctx, Instance instance, JsonNode body, String number, Content content) throws Exception {
        if (instance.state != State.OPEN) {
            throw ApiError.internal("Connection Closed");
        }
        Destination to = whatsApp.resolve(instance, number);
        type(instance, number, content, body.path("delay").asLong());
        boolean heedsId = settings.version().compareTo("2.4") >= 0;
        Sent sent = whatsApp.send(
                instance,
                to,
                content,
                whatsApp.context(instance, body.path("quoted")),
                heedsId ? Json.text(body.path("messageId")) : null);
        if (settings.echoBeforeAnswer()) {
            sent.echo()
                    .orTimeout(5, TimeUnit.SECONDS)
                    .exceptionally(late -> null)
                    .join();
        }
        Bodies.answer(ctx, 201, sent.answer());
    }

    /** "typing…" inside the call, as long as asked. */
    private void type(Instance instance, String number, Content content, long delay) {
        if (delay > 0) {
            Duration during = Duration.ofMillis(delay);
            boolean spoken = "audioMessage".equals(content.type());
            whatsApp.showPresence(instance, number, spoken ? "recording" : "composing", during);
            Guard.pause(during);
        }
    }

    private static Content text(ObjectNode body) {
        Check.of(body).send().requires("text").text("text").done();
        if (body.path("text").asText().isBlank()) {
            throw ApiError.badRequest("Text is required");
        }
        return Content.text(body.path("text").asText());
    }

    private static Content file(ObjectNode body) {
        Check.of(body)
                .send()
                .requires("mediatype")
                .is(
                        "mediatype",
                        type -> Set.of("image", "video", "document", "audio").contains(type.asText()),
                        "mediatype is not one of enum values: image,document,video,audio")
                .text("media", "mimetype", "caption", "fileName")
                .done();
        String type = body.path("mediatype").asText();
        String given = body.path("media").asText();
        if ("document".equals(type) && !Media.isUrl(given) && Json.text(body.path("fileName")) == null) {
            throw ApiError.badRequest("For base64 the file name must be informed.");
        }
        String caption = Json.text(body.path("caption"));
        return switch (type) {
            case "image" -> Content.image(Media.take(body, "media", "image/jpeg", ".jpeg"), caption);
            case "video" -> Content.video(Media.take(body, "media", "video/mp4", ".mp4"), caption, 1);
            case "audio" -> Content.audio(Media.take(body, "media", "audio/mpeg", ".mp3"), 1, false);
            default -> Content.document(Media.take(body, "media", "application/octet-stream", ".bin"), caption);
        };
    }

    private static Content roundVideo(ObjectNode body) {
        Check.of(body).send().text("video").done();
        File file = Media.take(body, "video", "video/mp4", ".mp4");
        ObjectNode message = Json.object();
        message.set("ptvMessage", Content.video(file, null, 1).message().path("videoMessage"));
        return new Content("ptvMessage", message, file);
    }

    private static Content voice(ObjectNode body) {
        Check.of(body).send().text("audio").bool("encoding").done();
        File file = Media.take(body, "audio", "audio/ogg", ".ogg");
        return Content.audio(new File(file.bytes(), "audio/ogg; codecs=opus", file.name()), 1, true);
    }

    private static Content sticker(ObjectNode body) {
        Check.of(body).send().text("sticker").done();
        File file = Media.take(body, "sticker", "image/webp", ".webp");
        return Content.sticker(new File(file.bytes(), "image/webp", file.name()));
    }

    private static Content location(ObjectNode body) {
        Check.of(body)
                .send()
                .requires("latitude", "longitude", "name", "address")
                .number("latitude", "longitude")
                .text("name", "address")
                .done();
        return Content.location(
                body.path("latitude").asDouble(),
                body.path("longitude").asDouble(),
                body.path("name").asText(),
                body.path("address").asText());
    }

    private static Content contact(ObjectNode body) {
        Check.of(body)
                .send()
                .requires("contact")
                .is("contact", list -> list.isArray() && !list.isEmpty(), "contact does not meet minimum length of 1")
                .done();
        List<Card> cards = new ArrayList<>();
        for (JsonNode card : body.path("contact")) {
            Check.of(card)
                    .requires("fullName", "phoneNumber")
                    .is("fullName", JsonNode::isTextual, "fullName is not of a type(s) string")
                    .is(
                            "phoneNumber",
                            phone -> phone.asText().length() >= 10,
                            "phoneNumber does not meet minimum length of 10")
                    .done();
            cards.add(new Card(
                    card.path("fullName").asText(),
                    card.path("phoneNumber").asText(),
                    Json.text(card.path("wuid")),
                    Json.text(card.path("organization"))));
        }
        return Content.contacts(cards);
    }

    private static Content poll(ObjectNode body) {
        Check.of(body)
                .send()
                .requires("name", "selectableCount", "values")
                .text("name")
                .is(
                        "selectableCount",
                        count -> count.isIntegralNumber() && count.asInt() >= 0 && count.asInt() <= 10,
                        "selectableCount must be less than or equal to 10")
                .is("values", MessageRoutes::areOptions, "values contains duplicate item or too few or too many")
                .done();
        return Content.poll(
                body.path("name").asText(), body.path("selectableCount").asInt(), body.path("values"));
    }

    private static boolean areOptions(JsonNode values) {
        Set<String> distinct = new HashSet<>();
        values.forEach(value -> distinct.add(value.asText()));
        return values.isArray() && values.size() >= 2 && values.size() <= 10 && distinct.size() == values.size();
    }

    private void reaction(Context ctx) throws Exception {
        Instance instance = access.instance(ctx);
        ObjectNode body = Bodies.json(ctx);
        Check.of(body)
                .requires("key", "reaction")
                .inside(
                        "key",
                        key -> key.requires("id", "remoteJid", "fromMe")
                                .text("id", "remoteJid")
                                .bool("fromMe"))
                .text("reaction")
                .done();
        String emoji = body.path("reaction").asText();
        if (!isOneEmojiOrNone(emoji)) {
            throw ApiError.badRequest("Reaction must be a single emoji or empty string");
        }
        send(
                ctx,
                instance,
                body,
                body.path("key").path("remoteJid").asText(),
                Content.reaction(body.path("key"), emoji));
    }

    /** One cluster as people see it, whose first code point is no letter, digit or mark of plain text. */
    private static boolean isOneEmojiOrNone(String text) {
        return text.isEmpty()
                || (text.matches("\\X") && (text.codePointAt(0) > 0x2000 || text.codePointCount(0, text.length()) > 1));
    }
}
