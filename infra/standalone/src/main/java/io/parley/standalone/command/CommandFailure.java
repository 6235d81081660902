package io.parley.standalone.command;

/** A command cannot go on; the message is a sentence that says what to do. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String sentence) {
        super(sentence);
    }
}
