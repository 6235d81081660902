package io.parley.agentgateway.api.wire;

import io.parley.store.account.Account;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account. */
@Wire
public record AccountJson(
        int id,
        String name,
        String locale,
        @Nullable String domain,
        @Nullable String supportEmail,
        String status,
        Map<String, Object> features,
        Map<String, Object> settings,
        Map<String, Object> customAttributes,
        Map<String, Object> cacheKeys,
        String createdAt) {

    public static AccountJson of(Account account) {
        return new AccountJson(
                account.id().value(),
                account.name(),
                account.locale(),
                null,
                null,
                "active",
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                WireTime.iso(account.createdAt()));
    }
}
