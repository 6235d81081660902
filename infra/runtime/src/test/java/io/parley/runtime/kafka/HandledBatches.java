package io.parley.runtime.kafka;

import io.parley.contract.delivery.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;
import reactor.core.publisher.Mono;

/** The smallest part there can be: one batch binding as every part has it, and what it handled. */
@SpringBootApplication(scanBasePackageClasses = HandledBatches.class)
class HandledBatches {

    final Queue<ReceivedRecord<Delivery>> handled = new ConcurrentLinkedQueue<>();
    final AtomicInteger tries = new AtomicInteger();
    volatile Function<List<ReceivedRecord<Delivery>>, Mono<Void>> work = records -> Mono.empty();

    @Bean
    Consumer<Message<List<byte[]>>> handleDeliveries(Bisection bisection) {
        return records -> {
            ReceivedBatch<Delivery> batch = ReceivedBatch.parse(records, Delivery.class);
            bisection.handle(batch.readable(), this::handle).block(Duration.ofSeconds(20));
            batch.throwIfUnreadable();
        };
    }

    private Mono<Void> handle(List<ReceivedRecord<Delivery>> records) {
        tries.incrementAndGet();
        return work.apply(records).then(Mono.fromRunnable(() -> handled.addAll(records)));
    }
}
