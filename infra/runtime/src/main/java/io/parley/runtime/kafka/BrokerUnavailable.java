package io.parley.runtime.kafka;

/** Kafka did not acknowledge in time. Nothing is known of the records: they may or may not be there. Passing. */
public final class BrokerUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokerUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
