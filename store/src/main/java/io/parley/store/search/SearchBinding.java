package io.parley.store.search;

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
import reactor.core.publisher.Mono;

/** Reads {@code parley.events.v1} in a group of its own: what is found later slows nothing now. */
@Configuration
class SearchBinding {

    /**
     * Waiting is deliberate: this is the binder's own thread, and the batch counts as handled when the method returns.
     * After each it rests as long as it worked: what catches up leaves live messages their processors and the database.
     */
    @Bean
    Consumer<Message<List<byte[]>>> indexEvents(
            IndexMessages useCase, Bisection bisection, SearchProperties properties) {
        return records -> {
            long begin = System.nanoTime();
            ReceivedBatch<HubEvent> batch = ReceivedBatch.parse(records, HubEvent.class);
            bisection
                    .handle(
                            batch.readable(),
                            part -> useCase.index(
                                    part.stream().map(ReceivedRecord::value).toList()))
                    .block(properties.batchTimeout());
            Mono.delay(Duration.ofNanos(System.nanoTime() - begin)).block();
            batch.throwIfUnreadable();
        };
    }
}
