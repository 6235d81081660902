package io.parley.runtime.kafka;

/**
 * Tells failures of the surroundings from failures of a record. A module contributes a bean for the exceptions only it
 * knows; what any of them calls transient is waited out and never dead-lettered.
 */
@FunctionalInterface
public interface TransientFailure {

    /** @param failure one exception of a chain; the causes are asked about one by one */
    boolean isTransient(Throwable failure);
}
