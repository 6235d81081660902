package io.parley.router.inbound;

import io.parley.contract.inbound.Inbound;
import io.parley.router.RouterProperties;
import io.parley.runtime.kafka.ReceivedBatch;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * Reads {@code parley.inbound.<channel>.v1} of every channel, keyed by inbox and contact address, so that one contact's
 * messages stay in order.
 *
 * <p>Waiting is deliberate: the batch counts as handled when the method returns, and retry and dead letter hang on
 * that.
 */
@Configuration(proxyBeanMethods = false)
class InboundBinding {

    @Bean
    Consumer<Message<List<byte[]>>> routeInbound(RouteInbound useCase, RouterProperties properties) {
        return records -> {
            ReceivedBatch<Inbound> batch = ReceivedBatch.parse(records, Inbound.class);
            useCase.route(batch).block(properties.batchTimeout());
            batch.throwIfUnreadable();
        };
    }
}
