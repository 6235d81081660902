package io.parley.agentgateway;

import io.parley.store.StoreModule;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The gateway on its own, with the store's Java API in the same process but none of the store's bindings. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({AgentGatewayModule.class, StoreModule.class})
class AgentGatewayApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(AgentGatewayApplication.class, arguments);
    }
}
