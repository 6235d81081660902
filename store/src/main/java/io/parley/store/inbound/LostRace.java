package io.parley.store.inbound;

/** Another transaction wrote the same at the same moment and won; trying again finds what it wrote. */
final class LostRace extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostRace(String what) {
        super("another transaction was quicker to write " + what);
    }
}
