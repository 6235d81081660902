package io.parley.outbound.limit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.SendOutcome;
import io.parley.runtime.inbox.InboxTable;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A gate per inbox: made when first needed, anew when the way to the provider changes, gone with the inbox. */
@Component
public class InboxLimits implements MeterBinder {

    private final ConcurrentMap<InboxId, InboxGate> gates = new ConcurrentHashMap<>();
    private final LimitProperties properties;
    private final Clock clock;

    public InboxLimits(LimitProperties properties, InboxTable inboxes, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        inboxes.onRemoved(gates::remove);
    }

    /**
     * Makes the call if the inbox may now, else answers {@link SendOutcome.NotNow} without making it. The answer also
     * teaches the gate: a server that fails is left alone for a while, and so is an inbox that cannot send.
     */
    public Mono<SendOutcome> send(InboxConfig inbox, Mono<SendOutcome> call) {
        return Mono.defer(() -> gateOf(inbox).send(call));
    }

    /** As {@link #send}, for calls that are no messages; refuses with a passing {@link ChannelTrouble}. */
    public <T> Mono<T> ask(InboxConfig inbox, Mono<T> call) {
        return Mono.defer(() -> gateOf(inbox).ask(call));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
            Gauge.builder("parley.outbound.breakers", this, limits -> limits.count(state))
                    .description("inboxes by the state of their circuit breaker")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    long count(CircuitBreaker.State state) {
        return gates.values().stream().filter(gate -> gate.state() == state).count();
    }

    private InboxGate gateOf(InboxConfig inbox) {
        return gates.compute(
                inbox.id(),
                (id, gate) -> gate != null && gate.leadsTo(inbox) ? gate : new InboxGate(inbox, properties, clock));
    }
}
