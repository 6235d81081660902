package io.parley.standalone;

import io.parley.agentgateway.AgentGatewayModule;
import io.parley.ingress.IngressModule;
import io.parley.outbound.OutboundModule;
import io.parley.router.RouterModule;
import io.parley.store.StoreModule;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** All five modules in one process: they still talk through Kafka, so that they can be taken apart without a change. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({IngressModule.class, RouterModule.class, StoreModule.class, AgentGatewayModule.class, OutboundModule.class})
class Hub {}
