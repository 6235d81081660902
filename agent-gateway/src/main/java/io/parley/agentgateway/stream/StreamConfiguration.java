package io.parley.agentgateway.stream;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.support.WebSocketUpgradeHandlerPredicate;

/** One path for both: a handshake gets the WebSocket, every other request the server-sent events. */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    @Bean
    SimpleUrlHandlerMapping agentStreamMapping(AgentSocket socket) {
        SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(Map.of(StreamRequest.PATH, socket));
        mapping.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        mapping.setHandlerPredicate(new WebSocketUpgradeHandlerPredicate());
        return mapping;
    }
}
