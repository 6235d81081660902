package io.parley.outbound.delivery;

import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;

/** Names one attempt at one part of a message: what may be called for at most once. */
record PartAttempt(InboxId inboxId, MessageId messageId, int attempt, int part) {}
