package io.parley.agentgateway.fanout;

/** A cursor is not in the stream, or not any more: what came after it cannot be told in full. */
public final class CursorLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CursorLost() {
        super("the cursor is not in the stream", null, false, false);
    }
}
