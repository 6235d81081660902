package io.parley.agentgateway.system;

import io.parley.agentgateway.FakeStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What the system page asks, in memory. No component, lest tests on the real store find it. */
@Import(SystemController.class)
public class SystemParts {

    @Bean
    Broker broker(FakeStore store) {
        return store.parts.part(Broker.class);
    }

    @Bean
    Samples samples(FakeStore store) {
        return store.parts.part(Samples.class);
    }
}
