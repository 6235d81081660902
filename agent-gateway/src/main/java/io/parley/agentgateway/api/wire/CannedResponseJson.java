package io.parley.agentgateway.api.wire;

import io.parley.store.message.CannedResponses.CannedResponse;

/** A saved reply. */
@Wire
public record CannedResponseJson(
        int id, int accountId, String shortCode, String content, String createdAt, String updatedAt) {

    public static CannedResponseJson of(CannedResponse response) {
        return new CannedResponseJson(
                response.id(),
                response.accountId().value(),
                response.shortCode(),
                response.content(),
                WireTime.iso(response.createdAt()),
                WireTime.iso(response.updatedAt()));
    }
}
