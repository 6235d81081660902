package io.parley.runtime.kafka;

/** Opens the hub's dead letters; who opens them closes them. */
@FunctionalInterface
public interface DeadLetterArchives {

    DeadLetterArchive open();
}
