package io.parley.store.settlement;

import io.parley.contract.delivery.Delivery;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.store.Columns;
import io.parley.store.delivery.SendState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may change about a stored message, while its row is locked: the rules of the way out and of receipts, in memory.
 *
 * <p>Every rule is safe to repeat and to meet out of order.
 */
public final class MessageState {

    /** The agent sees it on the failed message and decides. */
    public static final String IN_DOUBT = "may have been sent";

    private final MessageId id;
    private final ConversationId conversationId;
    private final InboxId inboxId;
    private final Direction direction;
    private final int attempt;
    private final @Nullable SendState sendStateBefore;
    private @Nullable SendState sendState;
    private @Nullable Instant dueAt;
    private DeliveryStatus status;
    private @Nullable String failureReason;
    private @Nullable String sourceId;
    private @Nullable String text;
    private @Nullable Instant editedAt;
    private @Nullable Instant deletedAt;
    private @Nullable Instant sentAt;
    private final Set<String> newParts = new LinkedHashSet<>();
    private final List<Revision> newRevisions = new ArrayList<>();
    private @Nullable String displacedSourceId;
    private boolean newlyDeleted;
    private boolean changed;
    private boolean visiblyChanged;

    private MessageState(Columns columns) {
        String state = columns.textOrNull("send_state");
        id = new MessageId(columns.number("id"));
        conversationId = new ConversationId(columns.number("conversation_id"));
        inboxId = new InboxId(columns.number("inbox_id"));
        direction = Direction.of(columns.text("direction"));
        attempt = columns.number("attempt");
        sendStateBefore = state == null ? null : SendState.of(state);
        sendState = sendStateBefore;
        dueAt = columns.instantOrNull("due_at");
        status = DeliveryStatus.of(columns.text("status"));
        failureReason = columns.textOrNull("failure_reason");
        sourceId = columns.textOrNull("source_id");
        text = columns.textOrNull("text");
        editedAt = columns.instantOrNull("edited_at");
        deletedAt = columns.instantOrNull("deleted_at");
        sentAt = columns.instantOrNull("sent_at");
    }

    static MessageState of(Columns columns) {
        return new MessageState(columns);
    }

    /** The provider took it. True even of an older attempt: it left. */
    void sent(Delivery.Sent sent) {
        if (sendState == null || sent.sourceIds().isEmpty()) {
            return;
        }
        String first = sent.sourceIds().get(0);
        if (sourceId != null && !sent.sourceIds().contains(sourceId)) {
            displacedSourceId = sourceId;
        }
        if (!first.equals(sourceId)) {
            sourceId = first;
            changed = true;
            visiblyChanged = true;
        }
        newParts.addAll(sent.sourceIds().subList(1, sent.sourceIds().size()));
        leave(sent.at());
    }

    /** Its own echo was met before the answer. The other parts of a message in several are still on their way. */
    public void echoed(String echoSourceId, boolean wholly, Instant at) {
        if (sourceId == null) {
            sourceId = echoSourceId;
            changed = true;
            visiblyChanged = true;
        } else if (!sourceId.equals(echoSourceId)) {
            newParts.add(echoSourceId);
        }
        if (wholly) {
            leave(at);
        }
    }

    void failed(Delivery.Failed failed) {
        leftInPart(failed.sourceIds());
        if (isAwaiting(failed.attempt())) {
            fail(failed.reason());
        }
    }

    void deferred(Delivery.Deferred deferred) {
        leftInPart(deferred.sourceIds());
        if (isAwaiting(deferred.attempt())) {
            moveTo(SendState.DEFERRED, deferred.until());
        }
    }

    void unknown(Delivery.Unknown unknown, Instant givenUp) {
        leftInPart(unknown.sourceIds());
        if (isAwaiting(unknown.attempt()) && sendState != SendState.UNKNOWN) {
            doubt(unknown.reason(), givenUp);
        }
    }

    /** Parts are known as ours from then on; the message gets its own id once it has left as a whole. */
    private void leftInPart(List<String> sourceIds) {
        if (sendState == null || sendState == SendState.SENT) {
            return;
        }
        newParts.addAll(sourceIds);
        if (sourceId != null && sourceIds.contains(sourceId)) {
            sourceId = null;
            changed = true;
        }
    }

    /** It was released and nobody said what became of it. */
    public void doubt(String reason, Instant givenUp) {
        failureReason = reason;
        moveTo(SendState.UNKNOWN, givenUp);
    }

    /** It was in doubt for as long as it may be; it is not sent again by itself. */
    public void giveUp() {
        fail(failureReason == null ? IN_DOUBT : IN_DOUBT + ": " + failureReason);
    }

    /** The provider's word on it, in whatever order it comes. One on a part says nothing of the whole. */
    void receipt(Delivery.Receipt receipt) {
        if (sourceId == null || direction == Direction.INCOMING || !status.mayBecome(receipt.status())) {
            return;
        }
        if (receipt.status() == DeliveryStatus.FAILED) {
            fail(Objects.requireNonNullElse(receipt.reason(), "the provider could not deliver it"));
            return;
        }
        if (sendState != null && sendState != SendState.SENT) {
            moveTo(SendState.SENT, null);
        }
        show(receipt.status(), null);
    }

    /** New words; older ones that come late change nothing. */
    void edit(String words, Instant at) {
        if (deletedAt != null || (editedAt != null && at.isBefore(editedAt)) || words.equals(text)) {
            return;
        }
        newRevisions.add(new Revision(id, text, at));
        text = words;
        editedAt = at;
        changed = true;
        visiblyChanged = true;
    }

    /** Leaves a trace without words. */
    void delete(Instant at) {
        if (deletedAt != null) {
            return;
        }
        newRevisions.add(new Revision(id, text, at));
        text = null;
        deletedAt = at;
        newlyDeleted = true;
        changed = true;
        visiblyChanged = true;
    }

    /** What another row turned out to be the same message as had been told of it. */
    void takeOver(MessageState other) {
        if (sourceId != null && status.mayBecome(other.status)) {
            show(other.status, other.failureReason);
        }
    }

    /** Written on the phone, as far as was known. */
    boolean isFromThePhone() {
        return direction == Direction.OUTGOING && sendState == null;
    }

    /** This row turned out to be the same message as another, which takes its name. */
    void dissolve() {
        text = null;
        sourceId = null;
        deletedAt = Objects.requireNonNullElse(sentAt, Instant.EPOCH);
        changed = true;
        visiblyChanged = true;
    }

    /** The id belongs to another of our messages. */
    void forgetSource(String forgotten) {
        newParts.remove(forgotten);
        if (forgotten.equals(sourceId)) {
            sourceId = null;
        }
    }

    private void leave(Instant at) {
        if (sendState != SendState.SENT) {
            moveTo(SendState.SENT, null);
            sentAt = at;
        }
        if (status.mayBecome(DeliveryStatus.SENT)) {
            show(DeliveryStatus.SENT, null);
        } else if (status != DeliveryStatus.FAILED && failureReason != null) {
            show(status, null);
        }
    }

    private void fail(String reason) {
        if (sendState != null) {
            moveTo(SendState.FAILED, null);
        }
        show(DeliveryStatus.FAILED, reason);
    }

    private void show(DeliveryStatus newStatus, @Nullable String reason) {
        status = newStatus;
        failureReason = reason;
        changed = true;
        visiblyChanged = true;
    }

    private void moveTo(SendState state, @Nullable Instant due) {
        sendState = state;
        dueAt = due;
        changed = true;
    }

    /** Whether the answer to this attempt still matters: not once it was sent, failed or released anew. */
    private boolean isAwaiting(int answered) {
        return answered == attempt && (sendState == SendState.RELEASED || sendState == SendState.UNKNOWN);
    }

    public MessageId id() {
        return id;
    }

    public ConversationId conversationId() {
        return conversationId;
    }

    InboxId inboxId() {
        return inboxId;
    }

    Direction direction() {
        return direction;
    }

    public @Nullable SendState sendState() {
        return sendState;
    }

    @Nullable
    Instant dueAt() {
        return dueAt;
    }

    DeliveryStatus status() {
        return status;
    }

    @Nullable
    String failureReason() {
        return failureReason;
    }

    @Nullable
    String sourceId() {
        return sourceId;
    }

    @Nullable
    String text() {
        return text;
    }

    @Nullable
    Instant editedAt() {
        return editedAt;
    }

    @Nullable
    Instant deletedAt() {
        return deletedAt;
    }

    @Nullable
    Instant sentAt() {
        return sentAt;
    }

    Set<String> newParts() {
        return newParts;
    }

    List<Revision> newRevisions() {
        return newRevisions;
    }

    /** The source id it had been given by guess, which turned out to be another message's. */
    @Nullable
    String displacedSourceId() {
        return displacedSourceId;
    }

    boolean isNewlyDeleted() {
        return newlyDeleted;
    }

    boolean isChanged() {
        return changed;
    }

    /** Whether agents can see the difference. */
    public boolean isVisiblyChanged() {
        return visiblyChanged;
    }

    /** Whether the conversation's next message may go now. */
    public boolean makesWay() {
        return sendState != sendStateBefore;
    }

    record Revision(MessageId messageId, @Nullable String text, Instant at) {}
}
