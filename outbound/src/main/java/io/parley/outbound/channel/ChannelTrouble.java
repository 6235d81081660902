package io.parley.outbound.channel;

/** Something of no consequence to the agent could not be done; its message holds no address. */
public final class ChannelTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    public ChannelTrouble(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** Whether doing it again can help. */
    public boolean isPassing() {
        return passing;
    }
}
