package io.parley.store.settlement;

import io.parley.contract.id.InboxId;

/** What a provider calls a message: unique in its inbox. */
public record SourceKey(InboxId inboxId, String sourceId) {}
