package io.parley.agentgateway.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.parley.agentgateway.fanout.AccountStreams;
import io.parley.agentgateway.fanout.Cursor;
import io.parley.agentgateway.fanout.CursorLost;
import io.parley.agentgateway.fanout.StreamEntry;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/**
 * The frames of an agent's connection: what was missed since the cursor, the caught-up marker, then what happens live.
 */
@Component
class AgentStreams {

    private static final String MEMBERS_CHANGED = "inbox.members_changed";

    private final AccountStreams streams;
    private final AccountFeeds feeds;
    private final PassingNews passingNews;
    private final VisibleInboxes visibleInboxes;
    private final ConnectedAgents connected;
    private final PresenceNews presenceNews;
    private final StreamProperties properties;
    private final Clock clock;
    private final Sinks.Empty<Frame> stopping = Sinks.empty();
    private final AtomicInteger open = new AtomicInteger();
    private final Timer latency;

    AgentStreams(
            AccountStreams streams,
            AccountFeeds feeds,
            PassingNews passingNews,
            VisibleInboxes visibleInboxes,
            ConnectedAgents connected,
            PresenceNews presenceNews,
            StreamProperties properties,
            Clock clock,
            MeterRegistry meters) {
        this.streams = streams;
        this.feeds = feeds;
        this.passingNews = passingNews;
        this.visibleInboxes = visibleInboxes;
        this.connected = connected;
        this.presenceNews = presenceNews;
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
     * The frames for a client: after its cursor, or only what happens from now on. Never completes; errors with
     * {@link StreamEnded} when the hub ends it, at once even for a client that has stopped reading.
     */
    Flux<Frame> open(StreamRequest request) {
        return Flux.defer(() -> new Session(request).frames())
                .doOnNext(this::measure)
                .doOnSubscribe(subscription -> arrive(request))
                .doFinally(signal -> leave(request.viewer()));
    }

    /** Before the web server stops, which would otherwise wait for connections that never end. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping.tryEmitError(StreamEnded.goingAway("the hub stops"));
    }

    private void arrive(StreamRequest request) {
        open.incrementAndGet();
        connected.arrive(request.viewer().accountId(), request.viewer().agentId(), request.said());
    }

    private void leave(Viewer viewer) {
        open.decrementAndGet();
        connected.leave(viewer.accountId(), viewer.agentId());
    }

    private void measure(Frame frame) {
        if (frame.acceptedAt() != null) {
            latency.record(Duration.between(frame.acceptedAt(), clock.instant()));
        }
    }

    /** What one connection may see, and how far it has come. */
    private final class Session {

        private final Viewer viewer;
        private final @Nullable String after;
        private final Sinks.Many<StreamEntry> queue = Sinks.many()
                .unicast()
                .onBackpressureBuffer(
                        Queues.<StreamEntry>get(properties.queue()).get());
        private final Sinks.Empty<Frame> ended = Sinks.empty();
        private volatile Set<InboxId> inboxes = Set.of();
        private volatile String sent = AccountStreams.BEGINNING;

        Session(StreamRequest request) {
            this.viewer = request.viewer();
            this.after = request.after();
        }

        Flux<Frame> frames() {
            Disposable feed = feeds.of(viewer.accountId()).subscribe(this::enqueue, this::lostFeed);
            return Flux.merge(
                    queue.asFlux().switchOnFirst(this::fromTheCursorOn).doFinally(signal -> feed.dispose()),
                    passing(),
                    presenceNews.of(viewer).onBackpressureLatest(),
                    ended.asMono(),
                    stopping.asMono(),
                    tooOld());
        }

        private void enqueue(StreamEntry entry) {
            if (queue.tryEmitNext(entry).isFailure()) {
                ended.tryEmitError(StreamEnded.tooSlow());
            }
        }

        private void lostFeed(Throwable failure) {
            ended.tryEmitError(StreamEnded.goingAway("the account's stream was lost"));
        }

        /** By then the feed runs, and what it brings waits in the queue: history may be read without a gap. */
        private Flux<Frame> fromTheCursorOn(Signal<? extends StreamEntry> first, Flux<StreamEntry> entries) {
            String newest = Objects.requireNonNull(first.get()).id();
            return Flux.concat(
                    seeInboxes().thenMany(Flux.defer(() -> missed(newest))),
                    entries.concatMap(entry -> frameOf(entry, true), 1));
        }

        private Flux<Frame> missed(String newest) {
            if (after == null) {
                sent = newest;
                return Flux.just(Frame.caughtUp(newest));
            }
            return since(after).onErrorResume(CursorLost.class, lost -> afresh(newest));
        }

        private Flux<Frame> since(String cursor) {
            if (!Cursor.isValid(cursor)) {
                return Flux.error(new CursorLost());
            }
            sent = cursor;
            return streams.after(viewer.accountId(), cursor)
                    .concatMap(entry -> frameOf(entry, false), 1)
                    .concatWith(Mono.fromSupplier(() -> Frame.caughtUp(sent)));
        }

        private Flux<Frame> afresh(String newest) {
            sent = newest;
            return Flux.just(Frame.reset(newest), Frame.caughtUp(newest));
        }

        /** Empty for what was sent before, and for what the viewer may not see. */
        private Mono<Frame> frameOf(StreamEntry entry, boolean live) {
            if (!Cursor.isAfter(entry.id(), sent)) {
                return Mono.empty();
            }
            sent = entry.id();
            boolean saw = maySee(entry.inbox());
            return entry.type().equals(MEMBERS_CHANGED)
                    ? seeInboxes().then(Mono.fromSupplier(() -> told(entry, saw || maySee(entry.inbox()), live)))
                    : Mono.justOrEmpty(told(entry, saw, live));
        }

        /** @param sees whether the inbox is theirs; of a change of its members also when it was until now */
        private @Nullable Frame told(StreamEntry entry, boolean sees, boolean live) {
            if (entry.saysNothing() || !sees || !isFor(entry.agent())) {
                return null;
            }
            return live ? Frame.live(entry) : Frame.missed(entry);
        }

        private Flux<Frame> passing() {
            return passingNews
                    .of(viewer.accountId())
                    .filter(news -> maySee(news.inbox()))
                    .map(PassingNews.News::frame)
                    .onBackpressureDrop();
        }

        private boolean maySee(@Nullable InboxId inbox) {
            return inbox == null || viewer.administrator() || inboxes.contains(inbox);
        }

        private boolean isFor(@Nullable AgentId agent) {
            return agent == null || agent.equals(viewer.agentId());
        }

        private Mono<Void> seeInboxes() {
            return viewer.administrator()
                    ? Mono.empty()
                    : visibleInboxes.to(viewer).doOnNext(now -> inboxes = now).then();
        }

        /** Not all at the same time. */
        private Mono<Frame> tooOld() {
            long longest = properties.longest().toMillis();
            long age = ThreadLocalRandom.current().nextLong(longest * 3 / 4, longest + 1);
            return Mono.delay(Duration.ofMillis(age)).then(Mono.error(() -> StreamEnded.goingAway("it is time")));
        }
    }
}
