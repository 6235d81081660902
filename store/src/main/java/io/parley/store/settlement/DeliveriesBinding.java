package io.parley.store.settlement;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.delivery.Delivery;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.ReceivedRecord;
import io.parley.store.delivery.DeliveryProperties;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Reads {@code parley.deliveries.v1}: what became of what was sent. */
@Configuration
class DeliveriesBinding {

    /**
     * Waiting is deliberate: this is the binder's own thread, and the batch counts as handled when the method returns.
     */
    @Bean
    Consumer<Message<List<byte[]>>> storeDeliveries(
            SettleDeliveries useCase, Bisection bisection, DeliveryProperties properties, MeterRegistry meters) {
        return records -> {
            ReceivedBatch<Delivery> batch = ReceivedBatch.parse(records, Delivery.class);
            bisection
                    .handle(
                            batch.readable(),
                            part -> useCase.settle(
                                    part.stream().map(ReceivedRecord::value).toList()))
                    .block(properties.batchTimeout());
            meters.counter("parley.sent")
                    .increment(batch.readable().stream()
                            .filter(it -> it.value() instanceof Delivery.Sent)
                            .count());
            batch.throwIfUnreadable();
        };
    }
}
