package io.parley.agentgateway.api.wire;

import io.parley.contract.Channel;
import io.parley.contract.id.InboxId;
import org.jspecify.annotations.Nullable;

/** An inbox where it is only mentioned. */
@Wire
public record SlimInboxJson(
        int id,
        String avatarUrl,
        int channelId,
        String name,
        String channelType,
        @Nullable String provider) {

    public static SlimInboxJson of(InboxId id, String name, Channel channel) {
        return new SlimInboxJson(
                id.value(), "", id.value(), name, ChatwootNames.channelType(channel), ChatwootNames.provider(channel));
    }
}
