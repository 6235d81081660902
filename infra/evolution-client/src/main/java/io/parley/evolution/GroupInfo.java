package io.parley.evolution;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A group we belong to.
 *
 * @param picture a signed link that expires
 */
public record GroupInfo(
        String id,
        String subject,
        @Nullable String description,
        @Nullable URI picture,
        int size) {}
