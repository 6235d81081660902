package io.parley.evolution;

import org.jspecify.annotations.Nullable;

/** What asking an instance to connect brings. */
public sealed interface Connecting {

    /** It is connected already. */
    record AlreadyOpen() implements Connecting {}

    /** It is being connected, and has no QR code yet: one comes as {@code qrcode.updated}, or ask again. */
    record NoCodeYet() implements Connecting {}

    /**
     * A code to scan, fresh for about 45 seconds.
     *
     * @param pairingCode eight characters to type on the phone instead, when a number was given
     * @param code what the QR code says
     * @param image the QR code as a {@code data:image/png;base64,…} URL
     */
    record QrCode(
            @Nullable String pairingCode,
            String code,
            @Nullable String image) implements Connecting {}
}
