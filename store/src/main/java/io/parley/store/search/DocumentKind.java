package io.parley.store.search;

import java.util.Locale;
import java.util.Set;

/** What a document is, and so what it may be used for. */
public enum DocumentKind {
    /** What a contact said. */
    INCOMING,
    /** What a contact was told. */
    OUTGOING,
    /** What only agents see: never offered as text for a contact. */
    NOTE,
    ARTICLE,
    CANNED_RESPONSE;

    static final Set<DocumentKind> MESSAGES = Set.of(INCOMING, OUTGOING, NOTE);

    /** Few of them, and everybody's in the account. */
    boolean isWritten() {
        return this == ARTICLE || this == CANNED_RESPONSE;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
