package io.parley.agentgateway.fanout;

import java.util.regex.Pattern;

/** A Redis stream id, {@code milliseconds-sequence}, as agents' clients hold it. */
public final class Cursor {

    private static final Pattern ID = Pattern.compile("\\d{1,18}-\\d{1,18}");

    private Cursor() {}

    public static boolean isValid(String cursor) {
        return ID.matcher(cursor).matches();
    }

    /** Negative when the first is older. */
    public static int compare(String left, String right) {
        int dashLeft = left.indexOf('-');
        int dashRight = right.indexOf('-');
        int byTime = Long.compare(
                Long.parseLong(left.substring(0, dashLeft)), Long.parseLong(right.substring(0, dashRight)));
        return byTime != 0
                ? byTime
                : Long.compare(
                        Long.parseLong(left.substring(dashLeft + 1)), Long.parseLong(right.substring(dashRight + 1)));
    }
}
