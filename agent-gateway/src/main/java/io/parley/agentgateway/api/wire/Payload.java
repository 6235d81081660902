package io.parley.agentgateway.api.wire;

/** What many answers wrap their content in. */
@Wire
public record Payload<T>(T payload) {}
