package io.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.services.Services;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreModuleIT extends SharedStoreIntegration {

    @Test
    void startsOnAnEmptySchemaAndFindsItsTables() {
        AccountId account = anAccount();
        anInbox(account, Channel.WHATSAPP);

        assertThat(rows("SELECT id FROM inboxes WHERE account_id = " + account)).hasSize(1);
    }

    @Test
    void migratesOnceWithoutStartingAnythingElse() {
        Map<String, String> settings = Services.shared().isolated("migrations");

        assertThat(Migrations.migrate(settings)).isPositive();
        assertThat(Migrations.migrate(settings)).isZero();
    }
}
