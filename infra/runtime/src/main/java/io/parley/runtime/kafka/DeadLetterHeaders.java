package io.parley.runtime.kafka;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers a dead letter carries beside those its record had; all of them text. Key and value are the record's own,
 * so bringing it back is a copy to {@link #TOPIC} {@linkplain #without without} these headers.
 */
public final class DeadLetterHeaders {

    private static final String PREFIX = "parley-dlq-";

    /** Why, in one line: the message of the failure's deepest telling cause, cut to a length. */
    public static final String REASON = PREFIX + "reason";

    /** The simple name of the exception the reason comes from. */
    public static final String REASON_CLASS = PREFIX + "reason-class";

    /** The topic it was read from. */
    public static final String TOPIC = PREFIX + "topic";

    public static final String PARTITION = PREFIX + "partition";

    public static final String OFFSET = PREFIX + "offset";

    /** The consumer group that gave up. */
    public static final String GROUP = PREFIX + "group";

    /** When it gave up: an ISO instant. */
    public static final String TIME = PREFIX + "time";

    private DeadLetterHeaders() {}

    /** The headers the record had before it became a dead letter. */
    public static Headers without(Headers headers) {
        Headers original = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith(PREFIX)) {
                original.add(header);
            }
        }
        return original;
    }
}
