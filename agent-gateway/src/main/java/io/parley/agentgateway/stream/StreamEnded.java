package io.parley.agentgateway.stream;

import org.springframework.web.reactive.socket.CloseStatus;

/** The hub ends a stream. The client comes back with its cursor and misses nothing. */
final class StreamEnded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient CloseStatus status;

    private StreamEnded(String message, CloseStatus status) {
        super(message, null, false, false);
        this.status = status;
    }

    /** More frames wait than may: the client does not read fast enough. */
    static StreamEnded tooSlow() {
        return new StreamEnded("the client does not keep up", CloseStatus.SERVICE_OVERLOAD);
    }

    /** For no fault of the client's. */
    static StreamEnded goingAway(String why) {
        return new StreamEnded(why, CloseStatus.GOING_AWAY);
    }

    CloseStatus status() {
        return status;
    }

    boolean isTooSlow() {
        return status.equals(CloseStatus.SERVICE_OVERLOAD);
    }
}
