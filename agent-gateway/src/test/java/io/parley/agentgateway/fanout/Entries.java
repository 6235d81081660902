package io.parley.agentgateway.fanout;

import io.parley.contract.id.InboxId;
import java.util.List;
import java.util.stream.IntStream;

/** Entries for tests: each says its number. */
public final class Entries {

    private Entries() {}

    public static NewEntry numbered(int number, InboxId inbox) {
        return new NewEntry("event-" + number, "message.created", inbox, "{\"n\":" + number + "}", null);
    }

    /** @param to exclusive */
    public static List<NewEntry> numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> numbered(number, new InboxId(1)))
                .toList();
    }
}
