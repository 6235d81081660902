package io.parley.agentgateway.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.parley.agentgateway.fanout.StreamEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What goes over an agent's socket.
 *
 * @param id the cursor to come back with; absent on frames nobody resumes from
 * @param json the whole frame
 * @param acceptedAt start of the latency of a live message
 */
record Frame(
        @Nullable String id,
        String type,
        String json,
        @Nullable Instant acceptedAt) {

    /** A stored entry, read while catching up or live. Latency is only measured live. */
    static Frame of(StreamEntry entry, boolean live) {
        String json = "{\"id\":\"" + entry.id() + "\",\"type\":\"" + escaped(entry.type()) + "\",\"data\":"
                + entry.data() + "}";
        return new Frame(entry.id(), entry.type(), json, live ? entry.acceptedAt() : null);
    }

    /** Something that is only true now, such as somebody typing. */
    static Frame passing(String type, String data) {
        return new Frame(null, type, "{\"type\":\"" + escaped(type) + "\",\"data\":" + data + "}", null);
    }

    /** Everything missed was sent; what follows is live. */
    static Frame caughtUp(String cursor) {
        return new Frame(cursor, "caught-up", "{\"id\":\"" + cursor + "\",\"type\":\"caught-up\"}", null);
    }

    /** The cursor reaches back too far: refetch, then go on from this one. */
    static Frame reset(String cursor) {
        return new Frame(cursor, "reset", "{\"id\":\"" + cursor + "\",\"type\":\"reset\"}", null);
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
