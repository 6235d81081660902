package io.parley.outbound.channel.webchat;

import io.parley.contract.event.HubEvent;
import io.parley.runtime.kafka.Bisection;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.ReceivedRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Reads {@code parley.events.v1}, keyed by inbox and contact address, so that one visitor's events stay in order. */
@Configuration(proxyBeanMethods = false)
class TellVisitorsBinding {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Bean("tellVisitors")
    Consumer<Message<List<byte[]>>> tellVisitors(TellVisitors useCase, Bisection bisection) {
        return records -> {
            ReceivedBatch<HubEvent> batch = ReceivedBatch.parse(records, HubEvent.class);
            bisection
                    .handle(
                            batch.readable(),
                            part -> useCase.tell(
                                    part.stream().map(ReceivedRecord::value).toList()))
                    .block(LIMIT);
            batch.throwIfUnreadable();
        };
    }
}
