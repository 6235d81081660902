package io.parley.evolution;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which Evolution API answers. */
public record ServerInfo(String version, @Nullable String clientName) {

    private static final Pattern NUMBERS = Pattern.compile("v?(\\d{1,6})(?:\\.(\\d{1,6}))?");

    /** Whether sends heed {@link SendOptions#messageId()}, which makes repeating them safe. */
    public boolean takesMessageId() {
        Matcher numbers = NUMBERS.matcher(version);
        if (!numbers.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > 2 || (major == 2 && numbers.group(2) != null && Integer.parseInt(numbers.group(2)) >= 4);
    }
}
