package io.parley.ingress.channel.email;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.runtime.inbox.InboxTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Has a reader for every mailbox whose lease this node holds: begins when it gets one, ends when it loses it, when the
 * inbox goes or its way to the mailbox changes. All on one thread.
 */
@Component
class Mailboxes implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Mailboxes.class);

    private final InboxTable inboxes;
    private final MailboxLease lease;
    private final MailboxBinding binding;
    private final EmailProperties properties;
    private final Clock clock;
    private final Map<InboxId, Held> held = new HashMap<>();
    private final Scheduler thread = Schedulers.newSingle("mailboxes", true);
    private @Nullable Disposable ticking;

    Mailboxes(InboxTable inboxes, MailboxLease lease, MailboxBinding binding, EmailProperties properties, Clock clock) {
        this.inboxes = inboxes;
        this.lease = lease;
        this.binding = binding;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (!properties.mailboxes() || ticking != null) {
            return;
        }
        Duration often = properties.lease().dividedBy(6);
        ticking = Flux.interval(Duration.ZERO, often, thread)
                .onBackpressureDrop()
                .concatMap(tick -> look(), 1)
                .subscribe();
    }

    @Override
    public synchronized void stop() {
        if (ticking == null) {
            return;
        }
        ticking.dispose();
        ticking = null;
        thread.schedule(() -> List.copyOf(held.keySet()).forEach(this::end));
        thread.disposeGracefully()
                .timeout(Duration.ofSeconds(5))
                .onErrorComplete()
                .subscribe();
    }

    @Override
    public synchronized boolean isRunning() {
        return ticking != null;
    }

    private Mono<Void> look() {
        return Mono.fromRunnable(this::endWhatChanged)
                .thenMany(Flux.defer(() -> inboxes.isReady() ? Flux.fromIterable(inboxes.all()) : Flux.empty()))
                .filter(Mailboxes::isToBeRead)
                .concatMap(this::keep)
                .then();
    }

    private static boolean isToBeRead(InboxConfig inbox) {
        return inbox.enabled() && inbox.email() != null && inbox.email().imap() != null;
    }

    private void endWhatChanged() {
        for (Map.Entry<InboxId, Held> entry : List.copyOf(held.entrySet())) {
            Optional<InboxConfig> now = inboxes.find(entry.getKey()).filter(Mailboxes::isToBeRead);
            boolean same = now.isPresent()
                    && Objects.equals(
                            now.get().email(), entry.getValue().inbox().email());
            boolean lost = clock.instant().isAfter(entry.getValue().until());
            if (!same || lost) {
                end(entry.getKey());
            }
        }
    }

    private Mono<Void> keep(InboxConfig inbox) {
        Instant until = clock.instant().plus(properties.lease());
        return lease.take(inbox.id())
                .timeout(properties.lease().dividedBy(6))
                .publishOn(thread)
                .doOnNext(mine -> {
                    if (mine) {
                        Held before = held.get(inbox.id());
                        held.put(
                                inbox.id(),
                                new Held(inbox, before == null ? binding.read(inbox) : before.reader(), until));
                    } else {
                        end(inbox.id());
                    }
                })
                .onErrorResume(failure -> {
                    log.warn("The lease of inbox {}'s mailbox is not known: {}", inbox.id(), failure.toString());
                    return Mono.empty(); // until its time is up it is still ours
                })
                .then();
    }

    private void end(InboxId inbox) {
        Held gone = held.remove(inbox);
        if (gone != null) {
            gone.reader().dispose();
            lease.release(inbox).subscribe(null, failure -> log.debug("A lease runs out by itself", failure));
        }
    }

    /** @param until when the lease is certainly over if it is not renewed */
    private record Held(InboxConfig inbox, Disposable reader, Instant until) {}
}
