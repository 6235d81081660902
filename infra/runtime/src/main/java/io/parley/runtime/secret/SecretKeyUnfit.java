package io.parley.runtime.secret;

/** The hub was started without a secret, or with one too short to be one. */
public final class SecretKeyUnfit extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    SecretKeyUnfit() {
        super("SECRET_KEY_BASE must hold at least %d characters".formatted(HubSecret.MIN_LENGTH));
    }
}
