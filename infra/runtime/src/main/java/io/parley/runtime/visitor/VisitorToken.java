package io.parley.runtime.visitor;

import java.time.Instant;

/** A token that was good, read. */
public record VisitorToken(Visitor visitor, Instant expiresAt) {}
