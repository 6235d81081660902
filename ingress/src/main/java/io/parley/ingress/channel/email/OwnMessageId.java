package io.parley.ingress.channel.email;

import java.util.regex.Pattern;

/** Recognises the Message-IDs the hub gives its own mails: {@code parley.<message>.<conversation's uuid>@<domain>}. */
final class OwnMessageId {

    static final String PATTERN =
            "parley\\.\\d{1,10}\\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@[A-Za-z0-9.-]{1,253}";

    private static final Pattern WHOLE = Pattern.compile(PATTERN);

    private OwnMessageId() {}

    /** Whether a hub made it. Another hub may have: whose mail it is, its sender says. */
    static boolean matches(String messageId) {
        return WHOLE.matcher(messageId).matches();
    }
}
