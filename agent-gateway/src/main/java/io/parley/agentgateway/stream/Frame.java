package io.parley.agentgateway.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.parley.agentgateway.fanout.StreamEntry;
import java.time.Duration;
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

    /** Something that was missed. It is late by the client's absence, which says nothing about the hub. */
    static Frame missed(StreamEntry entry) {
        return new Frame(entry.id(), entry.type(), json(entry), null);
    }

    /** Something that happens now. */
    static Frame live(StreamEntry entry) {
        return new Frame(entry.id(), entry.type(), json(entry), entry.acceptedAt());
    }

    /** Something that is only true now, such as somebody typing. */
    static Frame passing(String type, String data) {
        return new Frame(null, type, "{\"type\":\"" + escaped(type) + "\",\"data\":" + data + "}", null);
    }

    /**
     * A sign of life.
     *
     * @param silence when nothing came for so long, the connection is dead
     */
    static Frame ping(Duration silence) {
        return passing("ping", "{\"silence\":" + silence.toMillis() + "}");
    }

    /** Everything missed was sent; what follows is live. */
    static Frame caughtUp(String cursor) {
        return marker("caught-up", cursor);
    }

    /** The cursor reaches back too far: refetch, then go on from this one. */
    static Frame reset(String cursor) {
        return marker("reset", cursor);
    }

    private static Frame marker(String type, String cursor) {
        return new Frame(cursor, type, "{\"id\":\"" + cursor + "\",\"type\":\"" + type + "\"}", null);
    }

    /** The data is JSON already. */
    private static String json(StreamEntry entry) {
        return "{\"id\":\"" + entry.id() + "\",\"type\":\"" + escaped(entry.type()) + "\",\"data\":" + entry.data()
                + "}";
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
