package io.parley.agentgateway.fanout;

import java.util.regex.Pattern;

/** A Redis stream id, {@code milliseconds-sequence}, as agents' clients hold it. */
public final class Cursor {

    private static final Pattern ID = Pattern.compile("\\d{1,18}-\\d{1,18}");

    private Cursor() {}

    public static boolean isValid(String cursor) {
        return ID.matcher(cursor).matches();
    }

    /** Whether the first is later in the stream than the second. */
    public static boolean isAfter(String one, String other) {
        int byTime = Long.compare(time(one), time(other));
        return byTime == 0 ? sequence(one) > sequence(other) : byTime > 0;
    }

    private static long time(String cursor) {
        return Long.parseLong(cursor.substring(0, cursor.indexOf('-')));
    }

    private static long sequence(String cursor) {
        return Long.parseLong(cursor.substring(cursor.indexOf('-') + 1));
    }
}
