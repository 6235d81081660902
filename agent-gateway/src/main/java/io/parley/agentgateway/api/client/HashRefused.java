package io.parley.agentgateway.api.client;

/** An {@code identifier_hash} is missing where it must be, or was not made with the inbox's key. */
final class HashRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HashRefused() {
        super("HMAC failed: Invalid Identifier Hash Provided", null, false, false);
    }
}
