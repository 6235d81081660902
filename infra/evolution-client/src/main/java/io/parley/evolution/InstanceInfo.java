package io.parley.evolution;

import org.jspecify.annotations.Nullable;

/**
 * An instance as the server lists it, without its tokens.
 *
 * @param ownerJid the connected number's own address; null before the first connection
 * @param integration {@code WHATSAPP-BAILEYS}, {@code WHATSAPP-BUSINESS} or {@code EVOLUTION}
 */
public record InstanceInfo(
        String id,
        String name,
        ConnectionState state,
        @Nullable String ownerJid,
        @Nullable String profileName,
        @Nullable String integration) {}
