package io.parley.evolution;

import org.jspecify.annotations.Nullable;

/**
 * What WhatsApp says about a number.
 *
 * @param number as it was asked
 * @param jid the address WhatsApp uses, which may lack a Brazilian ninth digit
 * @param lid its linked id, when known
 */
public record WhatsAppNumber(
        String number,
        String jid,
        boolean exists,
        @Nullable String name,
        @Nullable String lid) {}
