package io.parley.ingress.channel.email;

import io.parley.contract.message.MessageContent.Media;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a mail lies in the file store.
 *
 * @param attachments files to show beside the words
 * @param inlineFiles keys of the pictures inside the HTML, by content id
 * @param html the HTML when it is short enough to travel with the message
 * @param htmlKey where the HTML lies when it is not
 * @param rawKey where the mail lies as it came, when it could not be read whole
 */
record KeptFiles(
        List<Media> attachments,
        Map<String, String> inlineFiles,
        @Nullable String html,
        @Nullable String htmlKey,
        @Nullable String rawKey) {

    static final KeptFiles NONE = new KeptFiles(List.of(), Map.of(), null, null, null);

    KeptFiles {
        attachments = List.copyOf(attachments);
        inlineFiles = Map.copyOf(inlineFiles);
    }
}
