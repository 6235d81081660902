package io.parley.store;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One running store, with one schema and its topics, for every class whose tests keep to an account of their own. */
public abstract class SharedStoreIntegration extends StoreIntegration {

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        isolated(SharedStoreIntegration.class, registry);
    }
}
