package io.parley.ingress.problem;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * Why a webhook was not taken. Says nothing of what it held.
 *
 * <p>A provider drops what it is told 400, 401, 403, 404 or 422 for; all that may pass is answered otherwise.
 */
public abstract sealed class IngressFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private IngressFailure(String message, Throwable cause) {
        super(message, cause);
    }

    private IngressFailure(String message) {
        super(message, null, false, false); // an answer, not a fault: nobody reads its stack
    }

    /** More bytes than are taken. Sent again it will be as large. */
    public static final class BodyTooLarge extends IngressFailure {
        private static final long serialVersionUID = 1L;

        public BodyTooLarge(DataSize limit) {
            super("a webhook may have at most %d bytes".formatted(limit.toBytes()));
        }
    }

    /** Not what the path takes. */
    public static final class MalformedBody extends IngressFailure {
        private static final long serialVersionUID = 1L;

        public MalformedBody(String what) {
            super(what);
        }
    }

    /** No inbox has this secret. */
    public static final class InboxNotFound extends IngressFailure {
        private static final long serialVersionUID = 1L;

        public InboxNotFound() {
            super("no inbox has this address");
        }
    }

    /** The table of inboxes has not been read to its end, so nothing can be said of any. Passing. */
    public static final class InboxesNotReady extends IngressFailure {
        private static final long serialVersionUID = 1L;

        public InboxesNotReady() {
            super("the inboxes are still being read");
        }
    }

    /** The header secret or the token is missing or not the inbox's. */
    public static final class SignatureMismatch extends IngressFailure {
        private static final long serialVersionUID = 1L;

        public SignatureMismatch(String what) {
            super(what + " is missing or does not belong to this inbox");
        }
    }

    /** The token is ours but too old. Not told 401, for which the provider would drop the event. */
    public static final class TokenExpired extends IngressFailure {
        private static final long serialVersionUID = 1L;

        public TokenExpired(Duration leeway) {
            super("the token expired more than %d s ago".formatted(leeway.toSeconds()));
        }
    }

    /** Kafka did not acknowledge in time. It may have the records all the same: the same webhook may come again. */
    public static final class NotAcknowledged extends IngressFailure {
        private static final long serialVersionUID = 1L;

        public NotAcknowledged(Throwable cause) {
            super("the broker did not acknowledge in time", cause);
        }
    }

    /** What came along could not be put into the file store. Passing. */
    public static final class FilesNotKept extends IngressFailure {
        private static final long serialVersionUID = 1L;

        public FilesNotKept(Throwable cause) {
            super("the files could not be stored", cause);
        }
    }

    /** The page is not one of those that may show the inbox's widget. */
    public static final class OriginNotAllowed extends IngressFailure {

        private static final long serialVersionUID = 1L;

        public OriginNotAllowed() {
            super("this page is not among the inbox's allowed domains");
        }
    }

    /** No token, or one that is forged or over. */
    public static final class VisitorTokenInvalid extends IngressFailure {

        private static final long serialVersionUID = 1L;

        public VisitorTokenInvalid() {
            super("the visitor's token is missing or not valid any more");
        }
    }

    /** An identity the site does not vouch for. */
    public static final class IdentifierHashMismatch extends IngressFailure {

        private static final long serialVersionUID = 1L;

        public IdentifierHashMismatch() {
            super("the identifier's hash is missing or wrong");
        }
    }

    /** A field has a value it cannot have. */
    public static final class InvalidInput extends IngressFailure {

        private static final long serialVersionUID = 1L;

        private final String name;

        /** @param name of the problem, such as {@code invalid-message} */
        public InvalidInput(String name, String sentence) {
            super(sentence);
            this.name = name;
        }

        String name() {
            return name;
        }
    }

    /** A file of a kind that is not taken. */
    public static final class FileTypeNotAllowed extends IngressFailure {

        private static final long serialVersionUID = 1L;

        public FileTypeNotAllowed(String mediaType) {
            super("files of type " + mediaType + " are not taken");
        }
    }

    /** A file that is too large. */
    public static final class UploadTooLarge extends IngressFailure {

        private static final long serialVersionUID = 1L;

        public UploadTooLarge(DataSize limit) {
            super("a file may have at most %d MB".formatted(limit.toMegabytes()));
        }
    }
}
