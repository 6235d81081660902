package io.parley.store.media;

import io.parley.contract.id.AttachmentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageContent.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * An attachment whose bytes are not here yet.
 *
 * @param url where the plain bytes may be had
 * @param providerReference what to ask the provider with: JSON
 * @param attempt this try, counted from 1
 */
record PendingFile(
        AttachmentId id,
        MessageId messageId,
        ConversationId conversationId,
        InboxId inboxId,
        MediaKind kind,
        String fileName,
        String mediaType,
        @Nullable String url,
        @Nullable String providerReference,
        int attempt) {}
