package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.evolution.simulator.Incoming.Act;
import io.parley.evolution.simulator.Incoming.GroupName;
import io.parley.evolution.simulator.Instance.Group;
import io.parley.evolution.simulator.Instance.State;
import io.parley.evolution.simulator.Settings.Addressing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What lies between Evolution and the phones: takes messages both ways, and has phones acknowledge. */
final class WhatsApp {

    private final Settings settings;
    private final Phones phones;
    private final Webhooks webhooks;
    private final Frames frames;
    private final IncomingFrames incomingFrames;
    private final Changes changes;
    private final Clock clock;
    private final Timer timer;
    private final Map<String, Instant> typing = new HashMap<>();

    WhatsApp(
            Settings settings,
            Phones phones,
            Webhooks webhooks,
            Frames frames,
            Changes changes,
            Clock clock,
            Timer timer) {
        this.settings = settings;
        this.phones = phones;
        this.webhooks = webhooks;
        this.frames = frames;
        this.incomingFrames = new IncomingFrames(settings);
        this.changes = changes;
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * Where a send goes.
     *
     * @param remoteJid the address WhatsApp resolved
     * @param chat the lasting address of the chat
     */
    record Destination(String remoteJid, String chat) {}

    /** A message that left, and when its echo was tried to deliver. */
    record Sent(ObjectNode answer, CompletableFuture<Void> echo) {}

    // ---- out

    synchronized Destination resolve(Instance instance, String number) {
        String jid = Jids.create(number);
        if (Jids.isGroup(jid)) {
            if (!instance.groups.containsKey(jid)) {
                throw ApiError.badRequest("[object Object]");
            }
            return new Destination(jid, jid);
        }
        if (Jids.isLid(jid)) {
            Phone phone = phones.findByLid(jid);
            return new Destination(jid, phone == null ? jid : phone.jid());
        }
        if (!Jids.isPerson(jid)) {
            return new Destination(jid, jid);
        }
        String digits = Jids.user(jid);
        if (phones.isRefused(digits) || !digits.matches("\\d{8,15}")) {
            throw ApiError.notOnWhatsApp(jid, number);
        }
        Phone phone = phones.findOrAdd(digits, null);
        return new Destination(phone.jid(), phone.jid());
    }

    /** From here on the message has left. */
    synchronized Sent send(
            Instance instance,
            Destination to,
            Content content,
            @Nullable ObjectNode contextInfo,
            @Nullable String messageId) {
        String id = messageId == null ? Ids.ofServer() : messageId;
        ObjectNode key =
                Json.object().put("remoteJid", to.remoteJid).put("fromMe", true).put("id", id);
        StoredMessage message = new StoredMessage(
                id,
                Ids.ofRow(),
                to.chat,
                key,
                own(instance),
                "Você",
                content,
                contextInfo,
                clock.instant().getEpochSecond(),
                "web",
                Ack.PENDING);
        instance.add(message);
        typing.remove(typingKey(instance, to.chat));
        applyReaction(instance, message);
        ObjectNode answer = frames.message(instance, message, "PENDING");
        CompletableFuture<Void> echo = webhooks.emitAndTell(instance, "send.message", answer);
        later(settings.receipts().serverAck(), () -> reachServer(instance, message));
        changes.announce();
        return new Sent(answer, echo);
    }

    /** The context of a reply; null when the message quoted is neither given nor known. */
    synchronized @Nullable ObjectNode context(Instance instance, JsonNode quoted) {
        String id = Json.text(quoted.path("key").path("id"));
        if (id == null) {
            return null;
        }
        StoredMessage known = instance.message(id);
        JsonNode content =
                quoted.path("message").isObject() && !quoted.path("message").isEmpty()
                        ? quoted.path("message")
                        : known == null ? null : known.content;
        if (content == null) {
            return null;
        }
        JsonNode key = quoted.path("key");
        String author = known != null
                ? known.author
                : key.path("fromMe").asBoolean()
                        ? own(instance)
                        : Json.text(key.path("participant"), Json.text(key.path("remoteJid"), ""));
        return context(id, author, content);
    }

    synchronized ObjectNode delete(Instance instance, String id, String remoteJid) {
        StoredMessage message = instance.message(id);
        ObjectNode answer = Json.object();
        answer.putObject("key").put("remoteJid", remoteJid).put("fromMe", true).put("id", Ids.ofServer());
        answer.putObject("message").set("protocolMessage", Frames.protocol(remoteJid, id, "REVOKE", null));
        answer.put("messageTimestamp", Long.toString(clock.instant().getEpochSecond()))
                .put("status", "PENDING");
        if (message != null) {
            message.deleted = true;
            webhooks.emit(instance, "messages.delete", Frames.deletedRow(instance, message));
            changes.announce();
        }
        return answer;
    }

    synchronized ObjectNode edit(Instance instance, String id, String jid, String text) {
        StoredMessage message = instance.message(id);
        if (message == null) {
            throw ApiError.notFound("Message not found");
        }
        if (!jid.equals(message.key.path("remoteJid").asText())) {
            throw ApiError.badRequest("RemoteJid does not match");
        }
        rewrite(message, text);
        ObjectNode edited = Json.object();
        edited.putObject("extendedTextMessage").put("text", text);
        ObjectNode protocol = Frames.protocol(jid, id, "MESSAGE_EDIT", edited);
        webhooks.emit(instance, "send.message.update", protocol);
        changes.announce();
        ObjectNode answer = Json.object();
        answer.putObject("key").put("remoteJid", jid).put("fromMe", true).put("id", Ids.ofServer());
        answer.putObject("message")
                .putObject("editedMessage")
                .putObject("message")
                .set("protocolMessage", protocol);
        return answer.put("messageTimestamp", Long.toString(clock.instant().getEpochSecond()))
                .put("status", "PENDING");
    }

    /** Chats by linked id are skipped in silence, as up to 2.3.7. */
    synchronized void markRead(Instance instance, JsonNode keys) {
        for (JsonNode key : keys) {
            StoredMessage message = instance.message(key.path("id").asText());
            if (message != null && !Jids.isLid(key.path("remoteJid").asText())) {
                message.readByUs = true;
            }
        }
        changes.announce();
    }

    synchronized void showPresence(Instance instance, String number, String presence, Duration during) {
        Destination to = resolve(instance, number);
        boolean busy = "composing".equals(presence) || "recording".equals(presence);
        if (busy) {
            typing.put(typingKey(instance, to.chat), clock.instant().plus(during));
        } else {
            typing.remove(typingKey(instance, to.chat));
        }
        changes.announce();
    }

    synchronized boolean isTyping(Instance instance, String chat) {
        Instant until = typing.get(typingKey(instance, chat));
        return until != null && clock.instant().isBefore(until);
    }

    // ---- the phones' answers

    private synchronized void reachServer(Instance instance, StoredMessage message) {
        Phone phone = phoneOf(message.chat);
        if (phone != null && phone.undeliverable()) {
            climb(instance, message, Ack.ERROR);
            return;
        }
        climb(instance, message, Ack.SERVER_ACK);
        later(settings.receipts().delivery(), () -> reachPhone(instance, message));
    }

    private synchronized void reachPhone(Instance instance, StoredMessage message) {
        Phone phone = phoneOf(message.chat);
        if (phone != null && phone.offline()) {
            return; // waits outside until the phone is back
        }
        climb(instance, message, Ack.DELIVERY_ACK);
        Boolean own = phone == null ? null : phone.autoRead();
        boolean reads = own == null ? settings.autoRead() : own;
        if (reads) {
            later(settings.receipts().read(), () -> read(instance, message));
        }
    }

    private synchronized void read(Instance instance, StoredMessage message) {
        Phone phone = phoneOf(message.chat);
        if (phone == null || !phone.offline()) {
            climb(instance, message, Ack.READ);
        }
    }

    /** The person looks at the chat: what has arrived is read. */
    synchronized void open(Instance instance, String chat) {
        for (StoredMessage message : instance.chat(chat)) {
            if (message.fromMe && message.ack == Ack.DELIVERY_ACK) {
                climb(instance, message, Ack.READ);
            }
        }
    }

    /** A phone that comes back takes what waited for it, in its order. */
    synchronized void put(Phone phone, List<Instance> instances) {
        phones.put(phone);
        if (!phone.offline()) {
            for (Instance instance : instances) {
                for (StoredMessage message : instance.chat(phone.jid())) {
                    if (message.fromMe && message.ack == Ack.SERVER_ACK) {
                        reachPhone(instance, message);
                    }
                }
            }
        }
        changes.announce();
    }

    private void climb(Instance instance, StoredMessage message, Ack ack) {
        boolean failsLate = ack == Ack.ERROR && message.ack.compareTo(Ack.SERVER_ACK) > 0;
        boolean back = ack != Ack.ERROR && message.ack.compareTo(ack) >= 0;
        if (failsLate || back || message.ack == Ack.ERROR) {
            return;
        }
        message.ack = ack;
        Phone phone = phoneOf(message.chat);
        String jid = phone != null && incomingFrames.addressing(phone, null) != Addressing.PHONE
                ? phone.lid()
                : message.chat;
        webhooks.emit(instance, "messages.update", Frames.receipt(instance, message, jid, ack));
        changes.announce();
    }

    // ---- in

    /** Returns WhatsApp's id of what was done; null when the instance does not hear of it. */
    synchronized @Nullable String receive(Instance instance, Incoming incoming) {
        if (instance.state != State.OPEN) {
            throw ApiError.badRequest("the instance " + instance.name + " is not connected");
        }
        Phone phone = phones.findOrAdd(incoming.from(), incoming.name());
        String id = incoming.id() == null ? Ids.ofPhone() : incoming.id();
        GroupName group = incoming.group();
        if (group != null && !join(instance, phone, group)) {
            return null;
        }
        if (incoming.act() instanceof Act.Edit edit) {
            return edit(instance, edit);
        }
        if (incoming.act() instanceof Act.Delete delete) {
            return delete(instance, delete);
        }
        StoredMessage message = new StoredMessage(
                id,
                Ids.ofRow(),
                group == null ? phone.jid() : group.jid(),
                incomingFrames.key(phone, incoming, id),
                incoming.fromMe() ? own(instance) : phone.jid(),
                incoming.fromMe() ? "Você" : phone.name(),
                incomingFrames.content(instance, incoming, id),
                quote(instance, incoming),
                (incoming.at() == null ? clock.instant() : incoming.at()).getEpochSecond(),
                "ios",
                incoming.fromMe() ? Ack.SERVER_ACK : Ack.DELIVERY_ACK);
        instance.add(message);
        applyReaction(instance, message);
        webhooks.emit(instance, "messages.upsert", frames.message(instance, message, message.ack.name()));
        meet(instance, phone, message);
        if (incoming.fromMe()) {
            later(settings.receipts().delivery(), () -> reachPhone(instance, message));
        }
        if (instance.has("readMessages") && !incoming.fromMe()) {
            message.readByUs = true;
        }
        changes.announce();
        return id;
    }

    private @Nullable String edit(Instance instance, Act.Edit edit) {
        StoredMessage message = ownOf(instance, edit.messageId());
        rewrite(message, edit.text());
        webhooks.emit(
                instance,
                "messages.edited",
                Frames.protocol(
                        own(instance), message.id, "MESSAGE_EDIT", Json.object().put("conversation", edit.text())));
        changes.announce();
        return message.id;
    }

    private @Nullable String delete(Instance instance, Act.Delete delete) {
        StoredMessage message = ownOf(instance, delete.messageId());
        message.deleted = true;
        webhooks.emit(instance, "messages.edited", Frames.protocol(own(instance), message.id, "REVOKE", null));
        webhooks.emit(instance, "messages.delete", message.key.deepCopy());
        changes.announce();
        return message.id;
    }

    private static StoredMessage ownOf(Instance instance, String id) {
        StoredMessage message = instance.message(id);
        if (message == null) {
            throw ApiError.notFound("Message not found");
        }
        return message;
    }

    /** False when the instance ignores groups. */
    private boolean join(Instance instance, Phone phone, GroupName name) {
        if (instance.has("groupsIgnore")) {
            return false;
        }
        Group group = instance.groups.get(name.jid());
        if (group == null) {
            group = new Group(name.jid(), name.subject());
            instance.groups.put(name.jid(), group);
            group.members().add(own(instance));
            group.members().add(phone.jid());
            webhooks.emit(instance, "groups.upsert", Json.array().add(info(group)));
        }
        group.members().add(phone.jid());
        return true;
    }

    ObjectNode info(Group group) {
        ObjectNode info = Json.object()
                .put("id", group.jid())
                .put("subject", group.subject())
                .put("subjectOwner", group.jid())
                .put("subjectTime", clock.instant().getEpochSecond())
                .putNull("pictureUrl")
                .put("size", group.members().size())
                .put("creation", clock.instant().getEpochSecond())
                .put("desc", "")
                .put("restrict", false)
                .put("announce", false)
                .put("addressingMode", "lid");
        var participants = info.putArray("participants");
        group.members()
                .forEach(member -> participants
                        .addObject()
                        .put("id", Jids.lidOf(Jids.user(member)))
                        .put("phoneNumber", member)
                        .putNull("admin"));
        return info;
    }

    private @Nullable ObjectNode quote(Instance instance, Incoming incoming) {
        String id = incoming.quoted();
        StoredMessage quoted = id == null ? null : instance.message(id);
        return quoted == null ? null : context(quoted.id, quoted.author, quoted.content);
    }

    private static ObjectNode context(String id, String author, JsonNode content) {
        ObjectNode context = Json.object();
        context.putArray("mentionedJid");
        context.putArray("groupMentions");
        context.put("stanzaId", id).put("participant", author);
        ObjectNode shown = content.deepCopy();
        shown.remove("messageContextInfo");
        context.set("quotedMessage", shown);
        return context;
    }

    /** The first message of a person makes a contact, each further one updates it. */
    private void meet(Instance instance, Phone phone, StoredMessage message) {
        if (message.fromMe) {
            return;
        }
        String jid = message.key.path("remoteJid").asText();
        ObjectNode contact = Json.object()
                .put("remoteJid", jid)
                .put("pushName", phone.name())
                .putNull("profilePicUrl")
                .put("instanceId", instance.id);
        webhooks.emit(instance, instance.contacts.add(jid) ? "contacts.upsert" : "contacts.update", contact);
    }

    private static void applyReaction(Instance instance, StoredMessage message) {
        JsonNode reaction = message.content.path("reactionMessage");
        StoredMessage target = instance.message(reaction.path("key").path("id").asText());
        if (target == null) {
            return;
        }
        String emoji = reaction.path("text").asText();
        if (emoji.isEmpty()) {
            target.reactions.remove(message.author);
        } else {
            target.reactions.put(message.author, emoji);
        }
    }

    private static void rewrite(StoredMessage message, String text) {
        message.edited = true;
        if (message.content.has("conversation")) {
            message.content.put("conversation", text);
        } else if (message.content.path(message.messageType) instanceof ObjectNode body) {
            body.put("caption", text);
        }
    }

    private @Nullable Phone phoneOf(String chat) {
        return Jids.isPerson(chat) ? phones.find(Jids.user(chat)) : null;
    }

    private static String own(Instance instance) {
        String jid = instance.ownJid();
        return jid == null ? "" : jid;
    }

    private static String typingKey(Instance instance, String chat) {
        return instance.name + " " + chat;
    }

    private void later(Duration wait, Runnable task) {
        timer.after(wait, task);
    }
}
