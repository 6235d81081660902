package io.parley.outbound.channel;

import io.parley.contract.inbound.ConnectionState;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of an inbox's connection when it is asked.
 *
 * @param reason a sentence for agents where it is not connected; holds no secret
 */
public record ConnectionNews(
        ConnectionState state, @Nullable String reason) {}
