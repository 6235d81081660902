package io.parley.ingress.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.Topics;
import io.parley.contract.inbound.Inbound;
import io.parley.ingress.IngressProperties;
import io.parley.ingress.problem.IngressFailure.NotAcknowledged;
import io.parley.runtime.kafka.BrokerUnavailable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Puts what came in on its channel's topic. */
@Component
public class PublishInbound {

    private final RecordPublisher publisher;
    private final Topics topics;
    private final IngressProperties properties;
    private final MeterRegistry meters;

    public PublishInbound(
            RecordPublisher publisher, Topics topics, IngressProperties properties, MeterRegistry meters) {
        this.publisher = publisher;
        this.topics = topics;
        this.properties = properties;
        this.meters = meters;
    }

    /** Completes once the broker has everything; fails with {@link NotAcknowledged} when that takes too long. */
    public Mono<Void> publish(List<ParsedInbound> inbound) {
        return publisher
                .publish(inbound.stream().map(this::toRecord).toList())
                .timeout(properties.publishTimeout())
                .onErrorMap(TimeoutException.class, NotAcknowledged::new)
                .onErrorMap(BrokerUnavailable.class, NotAcknowledged::new)
                .doOnSuccess(done -> inbound.forEach(this::countAccepted));
    }

    private OutgoingRecord toRecord(ParsedInbound parsed) {
        Inbound inbound = parsed.inbound();
        return OutgoingRecord.of(topics.inbound(inbound.channel()), inbound.key(), inbound, parsed.eventId());
    }

    private void countAccepted(ParsedInbound parsed) {
        meters.counter(
                        "parley.accepted",
                        "channel",
                        parsed.inbound().channel().wireName(),
                        "kind",
                        parsed.inbound().kind())
                .increment();
    }
}
