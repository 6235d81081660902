package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connected number with its settings and messages. Its connection is guarded by {@link Connections}, its messages,
 * groups and contacts by {@link WhatsApp}; others may look at the connection.
 */
final class Instance {

    /** Files take at most this much of the heap; older ones are then as lost as WhatsApp's after some weeks. */
    private static final long FILE_BUDGET = Runtime.getRuntime().maxMemory() / 8;

    final String id;
    final String name;
    final String token;
    final ObjectNode settings;
    /** Digits to connect; null until known. */
    volatile @Nullable String number;
    /** Whether it was ever connected: only then do events name a sender. */
    volatile boolean paired;

    volatile State state = State.CLOSE;
    volatile @Nullable WebhookConfig webhook;
    /** Read from the webhook when the instance connects, and kept until the next time. */
    volatile boolean base64;

    volatile @Nullable QrCode qr;
    final Map<String, Group> groups = new LinkedHashMap<>();
    final Set<String> contacts = new HashSet<>();

    private final int keep;
    private final Map<String, StoredMessage> messages = new LinkedHashMap<>();
    private final Map<String, Deque<StoredMessage>> chats = new HashMap<>();
    private final Deque<StoredMessage> files = new ArrayDeque<>();
    private long fileBytes;

    Instance(String id, String name, String token, ObjectNode settings, int keep) {
        this.id = id;
        this.name = name;
        this.token = token;
        this.settings = settings;
        this.keep = keep;
    }

    /** Evolution's names for it, in lower case. */
    enum State {
        OPEN,
        CONNECTING,
        CLOSE
    }

    /** @param count how many codes there have been in this attempt */
    record QrCode(String code, @Nullable String pairingCode, String image, int count) {

        ObjectNode toJson() {
            return Json.object()
                    .put("pairingCode", pairingCode)
                    .put("code", code)
                    .put("base64", image)
                    .put("count", count);
        }
    }

    /** @param members by phone number's address */
    record Group(String jid, String subject, Set<String> members) {

        Group(String jid, String subject) {
            this(jid, subject, new LinkedHashSet<>());
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    String stateName() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Null until the number is known. */
    @Nullable
    String ownJid() {
        return number == null ? null : number + Jids.PERSON;
    }

    boolean has(String setting) {
        return settings.path(setting).asBoolean();
    }

    synchronized void add(StoredMessage message) {
        messages.put(message.id, message);
        chats.computeIfAbsent(message.chat, chat -> new ArrayDeque<>()).addLast(message);
        if (messages.size() > keep) {
            forget(messages.values().iterator().next());
        }
        if (message.file != null) {
            files.addLast(message);
            fileBytes += message.file.bytes().length;
            while (fileBytes > FILE_BUDGET && files.size() > 1) {
                loseFile(files.removeFirst());
            }
        }
    }

    synchronized @Nullable StoredMessage message(String messageId) {
        return messages.get(messageId);
    }

    synchronized List<StoredMessage> messages() {
        return List.copyOf(messages.values());
    }

    /** In the order in which they came; empty when there are none. */
    synchronized List<StoredMessage> chat(String chat) {
        Deque<StoredMessage> found = chats.get(chat);
        return found == null ? List.of() : List.copyOf(found);
    }

    private void forget(StoredMessage eldest) {
        messages.remove(eldest.id);
        Deque<StoredMessage> chat = chats.get(eldest.chat);
        if (chat != null) {
            chat.remove(eldest);
        }
        if (files.remove(eldest)) {
            loseFile(eldest);
        }
    }

    private void loseFile(StoredMessage message) {
        if (message.file != null) {
            fileBytes -= message.file.bytes().length;
            message.file = null;
        }
    }
}
