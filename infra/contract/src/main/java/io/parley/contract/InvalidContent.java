package io.parley.contract;

/** A record of the contract was about to be created with a value it cannot have. */
public final class InvalidContent extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public InvalidContent(String message) {
        super(message);
    }
}
