package io.parley.agentgateway.api;

/** Why the API would not even ask the store. Sealed: a new failure does not compile until it is answered. */
public abstract sealed class ApiFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ApiFailure(String message) {
        super(message, null, false, false);
    }

    /** A parameter is missing, or has a value it cannot have: a sentence for people. */
    public static final class BadInput extends ApiFailure {
        private static final long serialVersionUID = 1L;

        public BadInput(String sentence) {
            super(sentence);
        }

        /** In the words clients of Chatwoot know. */
        public static BadInput missing(String parameter) {
            return new BadInput("param is missing or the value is empty: " + parameter);
        }
    }

    /** The body is not what its content type says. */
    public static final class Malformed extends ApiFailure {
        private static final long serialVersionUID = 1L;

        public Malformed(String sentence) {
            super(sentence);
        }
    }

    /** The body, or one file of it, has more bytes than it may have. */
    public static final class TooLarge extends ApiFailure {
        private static final long serialVersionUID = 1L;

        public TooLarge(String sentence) {
            super(sentence);
        }
    }

    /** The path names nothing that could be. */
    public static final class NoSuchThing extends ApiFailure {
        private static final long serialVersionUID = 1L;

        public NoSuchThing() {
            super("Resource could not be found");
        }
    }
}
