package io.parley.contract;

import io.parley.contract.id.InboxId;
import java.nio.charset.StandardCharsets;

/**
 * The Kafka key of everything about one contact in one inbox: {@code inboxId:contactAddress}. One key is one partition
 * from end to end, so one contact's line stays in order without locks.
 */
public record RecordKey(InboxId inboxId, String address) {

    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return inboxId + ":" + address;
    }
}
