package io.parley.evolution;

/** What a chat shows of us. */
public enum Presence {
    COMPOSING,
    RECORDING,
    PAUSED,
    AVAILABLE,
    UNAVAILABLE
}
