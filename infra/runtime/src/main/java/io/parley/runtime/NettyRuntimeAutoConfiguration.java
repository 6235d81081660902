package io.parley.runtime;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** Gives each application its own network threads. */
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.autoconfigure.web.reactive.ReactiveWebServerFactoryAutoConfiguration",
            "org.springframework.boot.autoconfigure.reactor.netty.ReactorNettyAutoConfiguration",
            "org.springframework.boot.autoconfigure.http.client.reactive.ClientHttpConnectorAutoConfiguration"
        })
class NettyRuntimeAutoConfiguration {

    /**
     * Global ones would be closed with the first of several applications in a process, as in tests, for all of them.
     */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory resources = new ReactorResourceFactory();
        resources.setUseGlobalResources(false);
        return resources;
    }
}
