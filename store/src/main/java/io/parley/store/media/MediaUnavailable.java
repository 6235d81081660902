package io.parley.store.media;

/** A file could not be had this time; the message is a sentence for agents, without addresses or keys. */
final class MediaUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    MediaUnavailable(String sentence, boolean passing) {
        super(sentence);
        this.passing = passing;
    }

    /** Whether trying again can help. */
    boolean isPassing() {
        return passing;
    }
}
