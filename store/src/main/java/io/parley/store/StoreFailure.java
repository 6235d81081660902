package io.parley.store;

/** Why the store would not do what was asked. Sealed: a new failure does not compile until the API answers it. */
public abstract sealed class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private StoreFailure(String message) {
        super(message);
    }

    /** There is no such thing in the account, or the viewer may not know that there is. */
    public static final class NotFound extends StoreFailure {
        private static final long serialVersionUID = 1L;

        public NotFound(String what) {
            super(what + " could not be found");
        }
    }

    /** The viewer is not allowed to: wrong role, or no member of the inbox. */
    public static final class NotAllowed extends StoreFailure {
        private static final long serialVersionUID = 1L;

        public NotAllowed() {
            super("You are not authorized to do this action");
        }
    }

    /** What was given cannot be: a sentence for people, and the field it is about. */
    public static final class Invalid extends StoreFailure {
        private static final long serialVersionUID = 1L;
        private final String attribute;

        public Invalid(String attribute, String sentence) {
            super(sentence);
            this.attribute = attribute;
        }

        public String attribute() {
            return attribute;
        }
    }
}
