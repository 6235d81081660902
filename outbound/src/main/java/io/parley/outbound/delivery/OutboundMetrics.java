package io.parley.outbound.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Channel;
import org.springframework.stereotype.Component;

/** Counts what is tried and how it ends, by channel; never by contact or inbox. */
@Component
class OutboundMetrics {

    private final MeterRegistry meters;

    OutboundMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A call to a provider that sends a part. */
    void attempted(Channel channel) {
        meters.counter("parley.outbound.attempts", "channel", channel.wireName())
                .increment();
    }

    /** What a message, a deletion or a read mark ended with. */
    void ended(Channel channel, String outcome) {
        meters.counter("parley.outbound.outcomes", "channel", channel.wireName(), "outcome", outcome)
                .increment();
    }
}
