package io.parley.outbound.delivery;

import io.parley.contract.outbound.Outbound;
import io.parley.runtime.kafka.ReceivedBatch;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Where the topics of what is to be sent come in; a channel without a sender has no binding. */
@Configuration(proxyBeanMethods = false)
class OutboundBinding {

    /**
     * Reads {@code parley.outbound.whatsapp.v1}, keyed by inbox and contact address, so that one contact's messages
     * leave in order.
     *
     * <p>Waiting is deliberate: this is the binder's own thread, and the batch counts as handled when the method
     * returns.
     */
    @Bean
    Consumer<Message<List<byte[]>>> sendWhatsApp(SendOutbound useCase, OutboundProperties properties) {
        return records -> send(records, useCase, properties);
    }

    /** Reads {@code parley.outbound.email.v1} in the same way. */
    @Bean
    Consumer<Message<List<byte[]>>> sendEmail(SendOutbound useCase, OutboundProperties properties) {
        return records -> send(records, useCase, properties);
    }

    private static void send(Message<List<byte[]>> records, SendOutbound useCase, OutboundProperties properties) {
        ReceivedBatch<Outbound> batch = ReceivedBatch.parse(records, Outbound.class);
        useCase.send(batch).block(properties.batchTimeout());
        batch.throwIfUnreadable();
    }

    /** Reads {@code parley.outbound.webchat.v1}, as above. */
    @Bean
    Consumer<Message<List<byte[]>>> sendWebchat(SendOutbound useCase, OutboundProperties properties) {
        return sendWhatsApp(useCase, properties);
    }
}
