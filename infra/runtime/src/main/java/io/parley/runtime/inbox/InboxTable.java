package io.parley.runtime.inbox;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Every inbox as it is now configured, in memory: the compacted topic read to its end and followed since. A lookup
 * costs no I/O and works while the broker is away.
 */
public final class InboxTable {

    private static final Logger log = LoggerFactory.getLogger(InboxTable.class);

    private final Map<InboxId, InboxConfig> byId = new ConcurrentHashMap<>();
    private final Map<String, InboxId> bySecretHash = new ConcurrentHashMap<>();
    private final List<Consumer<InboxConfig>> changeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<InboxId>> removalListeners = new CopyOnWriteArrayList<>();
    private volatile boolean ready;

    InboxTable() {}

    /** A table that is ready and holds these; for tests. */
    public static InboxTable of(InboxConfig... inboxes) {
        InboxTable table = new InboxTable();
        List.of(inboxes).forEach(table::put);
        table.becomeReady();
        return table;
    }

    /** A table that has not been read to the end; for tests. */
    public static InboxTable unread() {
        return new InboxTable();
    }

    public Optional<InboxConfig> find(InboxId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * The inbox whose webhook path ends in this secret. The secret is hashed before it is looked up, so the time taken
     * tells a caller nothing they could use, and compared once more in constant time.
     */
    public Optional<InboxConfig> findByWebhookSecret(String secret) {
        InboxId id = bySecretHash.get(SecretHash.sha256Hex(secret));
        return id == null
                ? Optional.empty()
                : find(id).filter(inbox -> SecretHash.matches(inbox.webhookSecretHash(), secret));
    }

    public Collection<InboxConfig> all() {
        return List.copyOf(byId.values());
    }

    /** True once everything that was on the topic at start has been read; never false again. */
    public boolean isReady() {
        return ready;
    }

    /**
     * The inbox, waiting for it a while when it is not there: a record may be younger than the table's last news. Empty
     * when it still is not there then.
     */
    public Mono<InboxConfig> await(InboxId id, Duration longest) {
        return Mono.<InboxConfig>create(sink -> {
                    Consumer<InboxConfig> listener = changed -> {
                        if (changed.id().equals(id)) {
                            sink.success(changed);
                        }
                    };
                    changeListeners.add(listener);
                    sink.onDispose(() -> changeListeners.remove(listener));
                    find(id).ifPresent(sink::success); // after listening, or a change in between would be missed
                })
                .timeout(longest, Mono.empty())
                // The thread that reads the topic reads for everyone: what follows must not hold it.
                .publishOn(Schedulers.parallel());
    }

    /** Called with every inbox that is new or changed, and at once with those that are there. */
    public void onChange(Consumer<InboxConfig> listener) {
        changeListeners.add(listener);
        byId.values().forEach(inbox -> tell(listener, inbox));
    }

    public void onRemoved(Consumer<InboxId> listener) {
        removalListeners.add(listener);
    }

    /** News from the topic. Called by one thread only; tests may, too. */
    public void put(InboxConfig inbox) {
        InboxConfig before = byId.put(inbox.id(), inbox);
        if (inbox.equals(before)) {
            return;
        }
        bySecretHash.put(normalised(inbox), inbox.id());
        if (before != null && !normalised(before).equals(normalised(inbox))) {
            bySecretHash.remove(normalised(before), inbox.id());
        }
        changeListeners.forEach(listener -> tell(listener, inbox));
    }

    /** The inbox was deleted. Called by one thread only; tests may, too. */
    public void remove(InboxId id) {
        InboxConfig before = byId.remove(id);
        if (before != null) {
            bySecretHash.remove(normalised(before), id);
            removalListeners.forEach(listener -> tell(listener, id));
        }
    }

    /** One listener's failure is no reason for the others, or the table, to miss the news. */
    private static <T> void tell(Consumer<T> listener, T news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            log.error("A listener failed on news of an inbox", e);
        }
    }

    void becomeReady() {
        ready = true;
    }

    private static String normalised(InboxConfig inbox) {
        return inbox.webhookSecretHash().toLowerCase(Locale.ROOT);
    }
}
