package io.parley.agentgateway.whatsapp;

import io.parley.evolution.EvolutionClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The gateway's own connections to Evolution API: asking about an inbox never waits behind messages being sent. */
@Configuration(proxyBeanMethods = false)
class WhatsAppConfiguration {

    static final String CLIENTS = "gatewayEvolutionClients";

    @Bean(name = CLIENTS, defaultCandidate = false)
    EvolutionClients gatewayEvolutionClients() {
        return new EvolutionClients();
    }
}
