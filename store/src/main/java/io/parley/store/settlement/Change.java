package io.parley.store.settlement;

import io.parley.contract.delivery.Delivery;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.MessageContent;
import java.util.Optional;

/** Something a provider says of an earlier message, named by its source id. It may come before that message. */
public sealed interface Change {

    SourceKey target();

    /** The same for the same news, so that keeping it twice keeps it once. */
    String cause();

    /** The record of the contract it came in. */
    Object body();

    /** How far one of our messages came. */
    record OfReceipt(Delivery.Receipt receipt) implements Change {

        static final String CAUSE = "receipt:";

        @Override
        public SourceKey target() {
            return new SourceKey(receipt.inboxId(), receipt.sourceId());
        }

        @Override
        public String cause() {
            return CAUSE + receipt.status().wireName();
        }

        @Override
        public Object body() {
            return receipt;
        }
    }

    /** New words for a message. */
    record OfWords(Inbound.Message message, MessageContent.Edit edit) implements Change {

        @Override
        public SourceKey target() {
            return new SourceKey(message.inboxId(), edit.targetSourceId());
        }

        @Override
        public String cause() {
            return "edit:" + message.sourceId();
        }

        @Override
        public Object body() {
            return message;
        }
    }

    /** A message taken back. */
    record Deletion(Inbound.Message message, MessageContent.Delete deletion) implements Change {

        @Override
        public SourceKey target() {
            return new SourceKey(message.inboxId(), deletion.targetSourceId());
        }

        @Override
        public String cause() {
            return "delete";
        }

        @Override
        public Object body() {
            return message;
        }
    }

    /** An emoji put on a message or taken back. */
    record OfReaction(Inbound.Message message, MessageContent.Reaction reaction) implements Change {

        @Override
        public SourceKey target() {
            return new SourceKey(message.inboxId(), reaction.targetSourceId());
        }

        @Override
        public String cause() {
            return "reaction:" + message.sourceId();
        }

        @Override
        public Object body() {
            return message;
        }
    }

    /** Empty when the message is one of its own. */
    static Optional<Change> of(Inbound.Message message) {
        return switch (message.content()) {
            case MessageContent.Edit edit -> Optional.of(new OfWords(message, edit));
            case MessageContent.Delete deletion -> Optional.of(new Deletion(message, deletion));
            case MessageContent.Reaction reaction -> Optional.of(new OfReaction(message, reaction));
            case MessageContent.Text text -> Optional.empty();
            case MessageContent.Media media -> Optional.empty();
            case MessageContent.Location location -> Optional.empty();
            case MessageContent.Contacts contacts -> Optional.empty();
            case MessageContent.Poll poll -> Optional.empty();
            case MessageContent.InteractiveReply reply -> Optional.empty();
            case MessageContent.Unsupported unsupported -> Optional.empty();
        };
    }
}
