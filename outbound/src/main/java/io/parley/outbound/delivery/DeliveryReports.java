package io.parley.outbound.delivery;

import io.parley.contract.Topics;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.outbound.Outbound;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.ReceivedRecord;
import io.parley.runtime.kafka.RecordPublisher;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reports what became of messages on {@code parley.deliveries.v1}, under the key of the record that asked. */
@Component
class DeliveryReports {

    private final RecordPublisher publisher;
    private final Topics topics;

    DeliveryReports(RecordPublisher publisher, Topics topics) {
        this.publisher = publisher;
        this.topics = topics;
    }

    /** Completes when the broker has it. The same news of an attempt has the same id, however often it is reported. */
    Mono<Void> report(ReceivedRecord<Outbound> cause, Outbound.Send message, Delivery delivery) {
        String eventId =
                "delivery-%s-%d-%s".formatted(message.messageId(), message.attempt(), Outcomes.nameOf(delivery));
        return publisher.publish(OutgoingRecord.of(topics.deliveries(), cause.key(), delivery, eventId)
                .at(delivery.at())
                .causedBy(cause));
    }
}
