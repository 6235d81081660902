package io.parley.agentgateway.stream;

import io.parley.store.agent.Agents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What streams ask the store. */
@Configuration(proxyBeanMethods = false)
class StreamConfiguration {

    @Bean
    VisibleInboxes visibleInboxes(Agents agents) {
        return agents::visibleInboxes;
    }
}
