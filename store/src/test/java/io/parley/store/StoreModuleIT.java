package io.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.services.Services;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

class StoreModuleIT extends StoreIntegration {

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        isolated(StoreModuleIT.class, registry);
    }

    @Test
    void startsOnAnEmptySchemaAndFindsItsTables() {
        anInbox(anAccount(), Channel.WHATSAPP);

        assertThat(rows("SELECT id FROM inboxes")).hasSize(1);
    }

    @Test
    void migratesOnceWithoutStartingAnythingElse() {
        Map<String, String> settings = Services.shared().isolated("migrations");

        assertThat(Migrations.migrate(settings)).isPositive();
        assertThat(Migrations.migrate(settings)).isZero();
    }
}
