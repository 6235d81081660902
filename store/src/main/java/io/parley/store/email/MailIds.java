package io.parley.store.email;

import io.parley.contract.id.MessageId;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Message-IDs the hub gives its mails: {@code parley.<message>.<conversation's uuid>@<domain>}. Made of the
 * message's id alone, so that the same message sent again after a crash is the same mail to whoever receives it; naming
 * the conversation, so that an answer is recognised whatever else was lost. Ingress recognises them too.
 */
public final class MailIds {

    private static final Pattern OURS =
            Pattern.compile("^parley\\.\\d{1,10}\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@.+$");

    private MailIds() {}

    /** @param mailbox the inbox's address, whose domain it is given */
    public static String of(MessageId message, UUID conversation, String mailbox) {
        String domain = mailbox.replaceFirst("^.*@", "").replaceAll("[^A-Za-z0-9.-]", "");
        return "parley.%s.%s@%s".formatted(message, conversation, domain.isEmpty() ? "localhost" : domain);
    }

    /** The conversation's uuid when the hub made this id; absent otherwise. */
    public static @Nullable String conversationOf(String mailId) {
        Matcher matcher = OURS.matcher(mailId);
        return matcher.matches() ? matcher.group(1) : null;
    }
}
