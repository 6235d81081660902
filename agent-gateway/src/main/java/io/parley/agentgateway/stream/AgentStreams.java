package io.parley.agentgateway.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.agentgateway.fanout.AccountStreams;
import io.parley.agentgateway.fanout.Cursor;
import io.parley.agentgateway.fanout.StreamEntry;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * The frames of one agent's connection: what was missed since the cursor, the caught-up marker, then what happens live.
 */
@Component
class AgentStreams {

    private final AccountStreams streams;
    private final AccountFeeds feeds;
    private final PassingNews passingNews;
    private final Agents agents;
    private final ConnectedAgents connected;
    private final StreamProperties properties;
    private final Clock clock;
    private final AtomicInteger open = new AtomicInteger();
    private final Timer latency;

    AgentStreams(
            AccountStreams streams,
            AccountFeeds feeds,
            PassingNews passingNews,
            Agents agents,
            ConnectedAgents connected,
            StreamProperties properties,
            Clock clock,
            MeterRegistry meters) {
        this.streams = streams;
        this.feeds = feeds;
        this.passingNews = passingNews;
        this.agents = agents;
        this.connected = connected;
        this.properties = properties;
        this.clock = clock;
        this.latency = Timer.builder("parley.end_to_end")
                .description("From the webhook's acceptance to an agent's socket")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(30))
                .register(meters);
        Gauge.builder("parley.agent_sessions", open, AtomicInteger::get)
                .description("Open agents' streams on this node")
                .register(meters);
    }

    /**
     * The frames for a client: after its cursor, or only what happens from now on. Errors with {@link TooSlow} when
     * more frames wait than may; the client then comes back with its cursor.
     */
    Flux<Frame> open(StreamRequest request) {
        return visibleTo(request.viewer())
                .flatMapMany(visible -> live(request.viewer(), visible, request.after()))
                .doOnNext(this::measure)
                .doOnSubscribe(subscription -> arrive(request))
                .doFinally(signal -> leave(request.viewer()));
    }

    private void arrive(StreamRequest request) {
        open.incrementAndGet();
        connected.arrive(request.viewer().accountId(), request.viewer().agentId(), request.said());
    }

    private void leave(Viewer viewer) {
        open.decrementAndGet();
        connected.leave(viewer.accountId(), viewer.agentId());
    }

    private Mono<Visible> visibleTo(Viewer viewer) {
        if (viewer.administrator()) {
            return Mono.just(new Visible(null));
        }
        return agents.visibleInboxes(viewer).map(Visible::new);
    }

    private Flux<Frame> live(Viewer viewer, Visible visible, @Nullable String after) {
        return Flux.defer(() -> {
            Sinks.Many<StreamEntry> queue = Sinks.many()
                    .unicast()
                    .onBackpressureBuffer(
                            Queues.<StreamEntry>get(properties.queue()).get());
            Sinks.Empty<Frame> tooSlow = Sinks.empty();
            Disposable feed = feeds.of(viewer.accountId()).subscribe(entry -> {
                if (queue.tryEmitNext(entry).isFailure()) {
                    tooSlow.tryEmitError(new TooSlow());
                }
            });
            Flux<Frame> frames = queue.asFlux()
                    .switchOnFirst((first, rest) -> Flux.concat(
                            visible.catchUp(viewer, after), rest.concatMap(entry -> visible.live(viewer, entry), 1)))
                    .doFinally(signal -> feed.dispose());
            Flux<Frame> passing =
                    passingNews.of(viewer.accountId()).filter(visible::maySee).map(PassingNews.News::frame);
            return Flux.merge(frames, passing.onBackpressureDrop(), tooSlow.asMono());
        });
    }

    private void measure(Frame frame) {
        if (frame.acceptedAt() != null) {
            latency.record(Duration.between(frame.acceptedAt(), clock.instant()));
        }
    }

    /** A session's queue is full: its client does not read fast enough. */
    static final class TooSlow extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooSlow() {
            super("the client does not keep up", null, false, false);
        }
    }

    /** What one session may see, and how far it has come. */
    private final class Visible {

        /** Absent: everything of the account. */
        private volatile @Nullable Set<InboxId> inboxes;

        private volatile String sent = AccountStreams.START;

        Visible(@Nullable Set<InboxId> inboxes) {
            this.inboxes = inboxes;
        }

        boolean maySee(StreamEntry entry) {
            return maySee(entry.inbox());
        }

        boolean maySee(PassingNews.News news) {
            return maySee(news.inbox());
        }

        private boolean maySee(@Nullable InboxId inbox) {
            Set<InboxId> visible = inboxes;
            return visible == null || inbox == null || visible.contains(inbox);
        }

        Flux<Frame> catchUp(Viewer viewer, @Nullable String after) {
            if (after == null) {
                return fromNowOn(viewer).map(Frame::caughtUp).flux();
            }
            return Mono.just(after)
                    .filter(Cursor::isValid)
                    .filterWhen(cursor -> streams.covers(viewer.accountId(), cursor))
                    .flatMapMany(cursor -> missed(viewer, cursor))
                    .switchIfEmpty(
                            fromNowOn(viewer).flatMapMany(end -> Flux.just(Frame.reset(end), Frame.caughtUp(end))));
        }

        private Mono<String> fromNowOn(Viewer viewer) {
            return streams.end(viewer.accountId()).doOnNext(end -> sent = end);
        }

        private Flux<Frame> missed(Viewer viewer, String cursor) {
            sent = cursor;
            return streams.after(viewer.accountId(), cursor)
                    .doOnNext(entry -> sent = entry.id())
                    .filter(this::maySee)
                    .map(entry -> Frame.of(entry, false))
                    .concatWith(Mono.fromSupplier(() -> Frame.caughtUp(sent)));
        }

        Mono<Frame> live(Viewer viewer, StreamEntry entry) {
            if (entry.type().equals(AccountFeeds.MARKER) || Cursor.compare(entry.id(), sent) <= 0) {
                return Mono.empty();
            }
            sent = entry.id();
            Mono<Frame> frame = Mono.fromSupplier(() -> maySee(entry) ? Frame.of(entry, true) : null);
            return entry.type().equals(MEMBERS_CHANGED) && inboxes != null
                    ? reloaded(viewer).then(frame)
                    : frame;
        }

        private Mono<Void> reloaded(Viewer viewer) {
            return agents.visibleInboxes(viewer).doOnNext(now -> inboxes = now).then();
        }
    }

    private static final String MEMBERS_CHANGED = "inbox.members_changed";
}
