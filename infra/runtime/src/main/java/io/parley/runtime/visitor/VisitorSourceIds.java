package io.parley.runtime.visitor;

import io.parley.contract.id.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * What messages are known by between a visitor and the hub. The visitor is part of it, so that nobody can speak of
 * another's messages, and two who choose the same id do not say the same message.
 */
public final class VisitorSourceIds {

    private VisitorSourceIds() {}

    /** Of a message the visitor wrote, by the id their browser gave it. */
    public static String ofEcho(Visitor visitor, String echoId) {
        return "in:" + visitor.sourceId() + ":" + echoId;
    }

    /** Of a message the visitor was told. */
    public static String ofMessage(Visitor visitor, MessageId message) {
        return "out:" + visitor.sourceId() + ":" + message;
    }

    /** The id the visitor's browser gave a message; absent for all others. */
    public static @Nullable String echoOf(@Nullable String sourceId) {
        return sourceId != null && sourceId.startsWith("in:")
                ? sourceId.substring(sourceId.lastIndexOf(':') + 1)
                : null;
    }
}
