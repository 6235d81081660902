package io.parley.runtime.kafka;

/** Names of the headers every record of the hub carries: CloudEvents in Kafka's binary mode, and the trace. */
public final class RecordHeaders {

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String TIME = "ce_time";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String CONTENT_TYPE = "content-type";

    /** W3C Trace Context: {@code 00-<trace id>-<span id>-<flags>}. */
    public static final String TRACEPARENT = "traceparent";

    private RecordHeaders() {}
}
