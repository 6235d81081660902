package io.parley.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/**
 * Evolution API's REST interface for one instance.
 *
 * <p>Nothing is repeated here: whether that is safe is the caller's knowledge. What sends or changes a message answers
 * with a {@link SendResult} and does not fail; everything else fails with {@link EvolutionFailure} only. Evolution does
 * not queue: send one message at a time per chat where order matters.
 */
public final class EvolutionClient {

    private final Transport transport;
    private final Transport mediaTransport;
    private final SendClassifier sends;
    private final Answers answers;
    private final EvolutionClientSettings settings;
    private final EvolutionInstance instance;

    EvolutionClient(
            EvolutionInstance instance,
            Transport transport,
            Transport mediaTransport,
            SendClassifier sends,
            Answers answers,
            EvolutionClientSettings settings) {
        this.instance = instance;
        this.transport = transport;
        this.mediaTransport = mediaTransport;
        this.sends = sends;
        this.answers = answers;
        this.settings = settings;
    }

    /** The instance this client speaks for. */
    public EvolutionInstance instance() {
        return instance;
    }

    // ---- sending

    /** Sends a message. Sent means that WhatsApp took it; delivery comes as a receipt. */
    public Mono<SendResult> send(SendRequest request) {
        Duration limit = settings.sendTimeout().plus(request.options().delay());
        return transport
                .call(HttpMethod.POST, "/message/" + request.endpoint() + "/%s", request.toJson(), limit)
                .map(sends::classify);
    }

    /** Deletes one of our messages on all phones. */
    public Mono<SendResult> deleteMessageForEveryone(MessageKey key) {
        return transport
                .call(HttpMethod.DELETE, "/chat/deleteMessageForEveryone/%s", key.toJson(), settings.sendTimeout())
                .map(outcome -> sends.classify(outcome, key));
    }

    /** Changes the text of one of our messages; WhatsApp allows it for 15 minutes. */
    public Mono<SendResult> updateMessage(MessageKey key, String text) {
        ObjectNode body = Json.object().put("number", key.remoteJid()).put("text", text);
        body.set("key", key.toJson());
        return transport
                .call(HttpMethod.POST, "/chat/updateMessage/%s", body, settings.sendTimeout())
                .map(outcome -> sends.classify(outcome, key));
    }

    /** Shows the customer that these messages were read. Chats by linked id are skipped silently up to 2.3.7. */
    public Mono<Void> markMessageAsRead(List<MessageKey> keys) {
        ObjectNode body = Json.object();
        ArrayNode read = body.putArray("readMessages");
        keys.forEach(key -> read.add(key.toJson()));
        return ask(HttpMethod.POST, "/chat/markMessageAsRead/%s", body).then();
    }

    /** Shows this presence for that long; completes after it. */
    public Mono<Void> sendPresence(String number, Presence presence, Duration during) {
        ObjectNode body = Json.object()
                .put("number", number)
                .put("presence", presence.name().toLowerCase(Locale.ROOT))
                .put("delay", during.toMillis());
        return transport
                .call(
                        HttpMethod.POST,
                        "/chat/sendPresence/%s",
                        body,
                        settings.queryTimeout().plus(during))
                .map(answers::json)
                .then();
    }

    // ---- the server and the instance

    /** Which version answers at this address; needs no key, so it says nothing about it. */
    public Mono<ServerInfo> version() {
        return ask(HttpMethod.GET, "/", null).map(json -> {
            String version = Json.text(json.path("version"));
            if (version == null) {
                throw answers.unexpected("what answers there is not Evolution API: it names no version");
            }
            return new ServerInfo(version, Json.text(json.path("clientName")));
        });
    }

    /** The instance as the server lists it; empty when there is none of this name. */
    public Mono<InstanceInfo> fetchInstance() {
        String path = "/instance/fetchInstances?instanceName=" + encode(instance.instance());
        return ask(HttpMethod.GET, path, null)
                .mapNotNull(this::find)
                .onErrorResume(
                        EvolutionFailure.class,
                        failure ->
                                failure.kind() == EvolutionFailure.Kind.NOT_FOUND ? Mono.empty() : Mono.error(failure));
    }

    /** Needs the server's global key. Takes about five seconds, the time in which Evolution waits for a QR code. */
    public Mono<CreatedInstance> createInstance(NewInstance wanted) {
        return ask(HttpMethod.POST, "/instance/create", wanted.toJson(instance.instance()))
                .map(json -> new CreatedInstance(
                        Json.text(json.path("instance").path("instanceId"), ""),
                        Json.text(json.path("instance").path("instanceName"), instance.instance()),
                        Json.text(json.path("hash"), Json.text(json.path("hash").path("apikey"), "")),
                        connecting(json.path("qrcode"))));
    }

    /**
     * Starts connecting, or continues to.
     *
     * @param number digits, for a pairing code beside the QR code; null for the QR code alone
     */
    public Mono<Connecting> connect(@Nullable String number) {
        String path = "/instance/connect/%s" + (number == null ? "" : "?number=" + encode(number));
        return ask(HttpMethod.GET, path, null)
                .map(json -> ConnectionState.of(Json.text(json.path("instance").path("state"))) == ConnectionState.OPEN
                        ? new Connecting.AlreadyOpen()
                        : connecting(json.has("qrcode") ? json.path("qrcode") : json));
    }

    public Mono<ConnectionState> connectionState() {
        return ask(HttpMethod.GET, "/instance/connectionState/%s", null)
                .map(json -> ConnectionState.of(Json.text(json.path("instance").path("state"))));
    }

    /** Ends the session with WhatsApp; an instance that has none counts as logged out. */
    public Mono<Void> logout() {
        return ask(HttpMethod.DELETE, "/instance/logout/%s", null)
                .onErrorResume(
                        EvolutionFailure.class,
                        failure -> failure.kind() == EvolutionFailure.Kind.INVALID_REQUEST
                                ? Mono.empty()
                                : Mono.error(failure))
                .then();
    }

    // ---- the webhook

    /** Replaces the webhook; answers with what Evolution stored. */
    public Mono<WebhookSettings> setWebhook(WebhookSettings webhook) {
        ObjectNode body = Json.object();
        body.set("webhook", webhook.toJson());
        return ask(HttpMethod.POST, "/webhook/set/%s", body).map(WebhookSettings::of);
    }

    /** The webhook as it is set; empty when there is none. */
    public Mono<WebhookSettings> findWebhook() {
        return ask(HttpMethod.GET, "/webhook/find/%s", null)
                .filter(JsonNode::isObject)
                .map(WebhookSettings::of);
    }

    // ---- messages, people, groups

    /** What Evolution's own database has; it may be switched off there, then nothing is found. */
    public Mono<List<FoundMessage>> findMessages(MessageSearch search) {
        return ask(HttpMethod.POST, "/chat/findMessages/%s", search.toJson()).map(json -> {
            List<FoundMessage> found = new ArrayList<>();
            JsonNode records = json.path("messages").path("records");
            for (JsonNode row : records.isArray() ? records : json) {
                FoundMessage message = FoundMessage.of(row);
                if (!search.own() || message.key().fromMe()) {
                    found.add(message);
                }
            }
            return List.copyOf(found);
        });
    }

    /**
     * Fetches the file of a message from WhatsApp; ask soon, WhatsApp keeps files for a limited time.
     *
     * @param message the {@code data} of its webhook, which works without Evolution's database, or
     *     {@code {"key":{"id":…}}}
     */
    public Mono<MediaContent> getBase64FromMediaMessage(JsonNode message) {
        ObjectNode body = Json.object();
        body.set("message", message);
        body.put("convertToMp4", false);
        return mediaTransport
                .call(HttpMethod.POST, "/chat/getBase64FromMediaMessage/%s", body, settings.mediaTimeout())
                .map(answers::json)
                .map(this::media);
    }

    /** As {@link #getBase64FromMediaMessage(JsonNode)}, for a message that Evolution still has. */
    public Mono<MediaContent> getBase64FromMediaMessage(String messageId) {
        ObjectNode message = Json.object();
        message.putObject("key").put("id", messageId);
        return getBase64FromMediaMessage(message);
    }

    /** Not in the order of the question: match by number. */
    public Mono<List<WhatsAppNumber>> whatsappNumbers(List<String> numbers) {
        ObjectNode body = Json.object();
        numbers.forEach(body.putArray("numbers")::add);
        return ask(HttpMethod.POST, "/chat/whatsappNumbers/%s", body).map(json -> {
            List<WhatsAppNumber> found = new ArrayList<>();
            json.forEach(row -> found.add(new WhatsAppNumber(
                    Json.text(row.path("number"), ""),
                    Json.text(row.path("jid"), ""),
                    row.path("exists").asBoolean(),
                    Json.text(row.path("name")),
                    Json.text(row.path("lid")))));
            return List.copyOf(found);
        });
    }

    /** A signed link that expires; empty when there is no picture or it is hidden from us. */
    public Mono<URI> fetchProfilePictureUrl(String number) {
        return ask(
                        HttpMethod.POST,
                        "/chat/fetchProfilePictureUrl/%s",
                        Json.object().put("number", number))
                .mapNotNull(json -> uri(json.path("profilePictureUrl")));
    }

    public Mono<GroupInfo> findGroupInfos(String groupJid) {
        return ask(HttpMethod.GET, "/group/findGroupInfos/%s?groupJid=" + encode(groupJid), null)
                .map(json -> new GroupInfo(
                        Json.text(json.path("id"), groupJid),
                        Json.text(json.path("subject"), ""),
                        Json.text(json.path("desc")),
                        uri(json.path("pictureUrl")),
                        json.path("size").asInt()));
    }

    private Mono<JsonNode> ask(HttpMethod method, String path, @Nullable JsonNode body) {
        return transport.call(method, path, body, settings.queryTimeout()).map(answers::json);
    }

    private @Nullable InstanceInfo find(JsonNode list) {
        for (JsonNode row : list) {
            JsonNode each = row.has("instance") ? row.path("instance") : row;
            String name = Json.text(each.path("name"), Json.text(each.path("instanceName"), ""));
            if (name.equals(instance.instance())) {
                return new InstanceInfo(
                        Json.text(each.path("id"), Json.text(each.path("instanceId"), "")),
                        name,
                        ConnectionState.of(
                                Json.text(each.path("connectionStatus"), Json.text(each.path("status"), ""))),
                        Json.text(each.path("ownerJid")),
                        Json.text(each.path("profileName")),
                        Json.text(each.path("integration")));
            }
        }
        return null;
    }

    private static Connecting connecting(JsonNode json) {
        String code = Json.text(json.path("code"));
        return code == null
                ? new Connecting.NoCodeYet()
                : new Connecting.QrCode(Json.text(json.path("pairingCode")), code, Json.text(json.path("base64")));
    }

    private MediaContent media(JsonNode json) {
        String base64 = Json.text(json.path("base64"));
        if (base64 == null) {
            throw answers.unexpected("Evolution API answered without the file");
        }
        return new MediaContent(
                Json.text(json.path("mediaType"), ""),
                Json.text(json.path("fileName")),
                Json.text(json.path("mimetype")),
                Json.text(json.path("caption")),
                base64);
    }

    private static @Nullable URI uri(JsonNode node) {
        String text = Json.text(node);
        try {
            return text == null ? null : URI.create(text);
        } catch (IllegalArgumentException unusable) {
            return null;
        }
    }

    private static String encode(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }
}
