package io.parley.store.account;

import io.parley.contract.id.AccountId;
import java.time.Instant;

/** An account's own data. */
public record Account(AccountId id, String name, String locale, Instant createdAt) {}
