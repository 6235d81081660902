package io.parley.store.message;

import io.parley.contract.id.MessageId;
import org.jspecify.annotations.Nullable;

/** The message another one quotes or reacts to; nothing of it where it is not of the conversation. */
record RepliedTo(@Nullable MessageId id, @Nullable String sourceId) {

    static final RepliedTo NOTHING = new RepliedTo(null, null);

    @Nullable
    Integer idValue() {
        return id == null ? null : id.value();
    }
}
