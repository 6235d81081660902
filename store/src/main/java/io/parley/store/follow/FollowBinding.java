package io.parley.store.follow;

import io.parley.contract.event.HubEvent;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.ReceivedRecord;
import io.parley.store.delivery.DeliveryProperties;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Reads {@code parley.events.v1} back: what follows from events is kept off the path of messages. */
@Configuration
class FollowBinding {

    /**
     * Waiting is deliberate: this is the binder's own thread, and the batch counts as handled when the method returns.
     */
    @Bean
    Consumer<Message<List<byte[]>>> followEvents(
            FollowEvents useCase, Bisection bisection, DeliveryProperties properties) {
        return records -> {
            ReceivedBatch<HubEvent> batch = ReceivedBatch.parse(records, HubEvent.class);
            bisection
                    .handle(
                            batch.readable(),
                            part -> useCase.follow(
                                    part.stream().map(ReceivedRecord::value).toList()))
                    .block(properties.batchTimeout());
            batch.throwIfUnreadable();
        };
    }
}
