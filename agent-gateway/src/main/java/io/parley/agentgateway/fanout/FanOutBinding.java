package io.parley.agentgateway.fanout;

import io.parley.contract.event.HubEvent;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.ReceivedRecord;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Reads {@code parley.events.v1}, keyed by inbox and contact address, so that one contact's events stay in order. */
@Configuration(proxyBeanMethods = false)
class FanOutBinding {

    @Bean
    Consumer<Message<List<byte[]>>> fanOutEvents(
            FanOutEvents useCase, Bisection bisection, FanOutProperties properties) {
        return records -> {
            ReceivedBatch<HubEvent> batch = ReceivedBatch.parse(records, HubEvent.class);
            bisection
                    .handle(
                            batch.readable(),
                            part -> useCase.fanOut(
                                    part.stream().map(ReceivedRecord::value).toList()))
                    .block(properties.batchTimeout());
            batch.throwIfUnreadable();
        };
    }
}
