package io.parley.evolution;

import org.jspecify.annotations.Nullable;

/** Which Evolution API answers. */
public record ServerInfo(String version, @Nullable String clientName) {

    /** Whether sends heed {@link SendOptions#messageId()}, which makes repeating them safe. */
    public boolean takesMessageId() {
        String[] parts = version.split("[^0-9]+");
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
            return major > 2 || major == 2 && minor >= 4;
        } catch (NumberFormatException notAVersion) {
            return false;
        }
    }
}
