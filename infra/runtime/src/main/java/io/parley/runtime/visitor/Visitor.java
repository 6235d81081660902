package io.parley.runtime.visitor;

import io.parley.contract.id.InboxId;

/** Somebody on a website, by what their inbox calls them. */
public record Visitor(InboxId inboxId, String sourceId) {}
