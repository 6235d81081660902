package io.parley.store.message;

import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageView;
import io.parley.runtime.files.FileStore;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.conversation.ConversationAccess;
import io.parley.store.conversation.ConversationState;
import io.parley.store.conversation.ConversationViews;
import io.parley.store.delivery.Release;
import io.parley.store.message.MessageRemoval.Removable;
import io.parley.store.outbox.Outbox;
import io.parley.store.outbox.OutboxEntry;
import io.parley.store.participation.Mentions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Messages in PostgreSQL. What changes one holds its conversation, so that one thing happens after the other. */
@Component
class SqlMessages implements Messages {

    private static final Logger log = LoggerFactory.getLogger(SqlMessages.class);

    private static final String QUEUE_AGAIN = """
            UPDATE messages
               SET send_state = 'queued', status = 'accepted', failure_reason = NULL, due_at = NULL, updated_at = now()
             WHERE id = :id
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final ConversationAccess access;
    private final ConversationViews conversations;
    private final MessageViews views;
    private final MessageQueries queries;
    private final MessageRows rows;
    private final MessageRemoval removal;
    private final Mentions mentions;
    private final Release release;
    private final Outbox outbox;
    private final FileStore files;
    private final Clock clock;

    SqlMessages(
            DatabaseClient database,
            TransactionalOperator transaction,
            ConversationAccess access,
            ConversationViews conversations,
            MessageViews views,
            MessageQueries queries,
            MessageRows rows,
            MessageRemoval removal,
            Mentions mentions,
            Release release,
            Outbox outbox,
            FileStore files,
            Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.access = access;
        this.conversations = conversations;
        this.views = views;
        this.queries = queries;
        this.rows = rows;
        this.removal = removal;
        this.mentions = mentions;
        this.release = release;
        this.outbox = outbox;
        this.files = files;
        this.clock = clock;
    }

    @Override
    public Mono<MessageWindow> list(Viewer viewer, int displayId, @Nullable MessageId before, @Nullable Integer after) {
        return access.require(viewer, displayId)
                .flatMap(conversation -> conversations
                        .loadOne(conversation.id())
                        .zipWith(
                                queries.window(conversation.id(), before, after).flatMap(this::inOrder),
                                MessageWindow::new));
    }

    @Override
    public Mono<MessageWindow> around(Viewer viewer, int displayId, MessageId message) {
        return access.require(viewer, displayId)
                .flatMap(conversation -> queries.require(conversation, message).then(around(conversation, message)));
    }

    @Override
    public Mono<MessageWindow> at(Viewer viewer, int displayId, Instant time) {
        return access.require(viewer, displayId)
                .flatMap(conversation -> queries.firstSince(conversation.id(), time)
                        .flatMap(first -> around(conversation, first))
                        .switchIfEmpty(Mono.defer(() -> list(viewer, displayId, null, null))));
    }

    private Mono<MessageWindow> around(ConversationState conversation, MessageId message) {
        return conversations
                .loadOne(conversation.id())
                .zipWith(queries.around(conversation.id(), message).flatMap(this::inOrder), MessageWindow::new);
    }

    @Override
    public Mono<MessageView> create(Viewer viewer, int displayId, NewMessage message) {
        return Mono.fromCallable(() -> MessageDraft.of(message))
                .flatMap(draft -> lock(viewer, displayId, draft)
                        .flatMap(conversation -> create(viewer, conversation, draft, message)))
                .as(transaction::transactional);
    }

    @Override
    public Mono<MessageView> delete(Viewer viewer, int displayId, MessageId id) {
        return access.lock(viewer, displayId)
                .flatMap(conversation -> removal.find(conversation, id)
                        .flatMap(message -> message.deleted()
                                ? view(id).map(view -> new Deleted(view, List.of()))
                                : delete(conversation, message)))
                .as(transaction::transactional)
                .flatMap(deleted -> deleteFiles(deleted.fileKeys()).thenReturn(deleted.message()));
    }

    @Override
    public Mono<MessageView> retry(Viewer viewer, int displayId, MessageId id) {
        return access.lock(viewer, displayId)
                .flatMap(conversation -> removal.find(conversation, id)
                        .filter(Removable::mayBeSentAgain)
                        .switchIfEmpty(Mono.error(
                                () -> new StoreFailure.Invalid("status", "Only a failed message can be sent again")))
                        .then(queueAgain(conversation, id))
                        .then(announceUpdate(conversation, id)))
                .as(transaction::transactional);
    }

    @Override
    public Flux<Revision> revisions(Viewer viewer, int displayId, MessageId id) {
        return access.require(viewer, displayId)
                .flatMap(conversation -> removal.find(conversation, id))
                .filter(message -> !message.deleted() || viewer.administrator())
                .switchIfEmpty(Mono.error(StoreFailure.NotAllowed::new))
                .thenMany(queries.revisions(id));
    }

    /** A contact's message is their activity: their row comes before the conversation's in the order of locks. */
    private Mono<ConversationState> lock(Viewer viewer, int displayId, MessageDraft draft) {
        Mono<Void> before = draft.direction() == Direction.INCOMING
                ? access.require(viewer, displayId).doOnNext(draft::checkedFor).flatMap(rows::touchContact)
                : Mono.empty();
        return before.then(access.lock(viewer, displayId)).doOnNext(draft::checkedFor);
    }

    private Mono<MessageView> create(
            Viewer viewer, ConversationState conversation, MessageDraft draft, NewMessage message) {
        return queries.same(conversation, draft)
                .switchIfEmpty(Mono.defer(() -> queries.echoed(viewer, conversation, draft, message.echoId())))
                .flatMap(this::view)
                .switchIfEmpty(Mono.defer(() -> repliedTo(conversation, message)
                        .flatMap(repliedTo -> rows.insert(viewer, conversation, draft, message, repliedTo)
                                .flatMap(id -> draft.isReaction()
                                        ? react(conversation, message, repliedTo, id)
                                        : announce(conversation, draft, id)))));
    }

    private Mono<RepliedTo> repliedTo(ConversationState conversation, NewMessage message) {
        return message.content() instanceof MessageContent.Reaction reaction
                ? queries.bySource(conversation, reaction.targetSourceId())
                        .switchIfEmpty(Mono.error(() ->
                                new StoreFailure.Invalid("content", "The message to react to could not be found")))
                : queries.repliedTo(conversation, message.replyTo(), message.replyToSourceId());
    }

    private Mono<MessageView> announce(ConversationState conversation, MessageDraft draft, MessageId id) {
        return mention(conversation, draft, id)
                .then(rows.touch(conversation, draft, id))
                .flatMap(reopened -> release.release(List.of(conversation.id()))
                        .then(Mono.defer(() -> view(id)))
                        .flatMap(message -> announceCreation(conversation, message, reopened)
                                .thenReturn(message)));
    }

    private Mono<Void> mention(ConversationState conversation, MessageDraft draft, MessageId id) {
        String text = draft.text();
        return draft.privateNote() && text != null ? mentions.remember(conversation, id, text) : Mono.empty();
    }

    private Mono<Void> announceCreation(ConversationState state, MessageView message, boolean reopened) {
        return conversations.loadOne(state.id()).flatMap(conversation -> {
            List<OutboxEntry> entries = new ArrayList<>();
            entries.add(event(conversation, new EventBody.MessageCreated(message, conversation.withoutLastMessage())));
            if (reopened) {
                entries.add(
                        event(conversation, new EventBody.ConversationUpdated(conversation, Set.of(Change.STATUS))));
            }
            return outbox.append(entries);
        });
    }

    /** The reaction is a message on its way out, and what agents see of it is on its target. */
    private Mono<MessageView> react(
            ConversationState conversation, NewMessage message, RepliedTo target, MessageId id) {
        MessageId targetId = Objects.requireNonNull(target.id());
        String emoji = message.content() instanceof MessageContent.Reaction reaction ? reaction.emoji() : "";
        return rows.react(targetId, emoji)
                .then(release.release(List.of(conversation.id())))
                .then(announceUpdate(conversation, targetId))
                .then(Mono.defer(() -> view(id)));
    }

    private Mono<Deleted> delete(ConversationState conversation, Removable message) {
        return removal.remove(conversation, message)
                .flatMap(
                        fileKeys -> (message.waits() ? release.release(List.of(conversation.id())) : Mono.<Void>empty())
                                .then(announceUpdate(conversation, message.id()))
                                .map(view -> new Deleted(view, fileKeys)));
    }

    private Mono<Void> queueAgain(ConversationState conversation, MessageId id) {
        return database.sql(QUEUE_AGAIN)
                .bind("id", id.value())
                .then()
                .then(Mono.defer(() -> release.release(List.of(conversation.id()))));
    }

    private Mono<MessageView> announceUpdate(ConversationState state, MessageId id) {
        return Mono.defer(() -> view(id))
                .zipWhen(message -> conversations.load(List.of(state.id())))
                .flatMap(both -> {
                    MessageView message = both.getT1();
                    ConversationView conversation =
                            Objects.requireNonNull(both.getT2().get(state.id()));
                    return outbox.append(
                                    List.of(event(conversation, new EventBody.MessageUpdated(message, conversation))))
                            .thenReturn(message);
                });
    }

    private OutboxEntry event(ConversationView conversation, EventBody body) {
        return OutboxEntry.event(new HubEvent(
                UUID.randomUUID().toString(), conversation.accountId(), conversation.inboxId(), clock.instant(), body));
    }

    private Mono<MessageView> view(MessageId id) {
        return views.load(List.of(id)).map(found -> Objects.requireNonNull(found.get(id)));
    }

    private Mono<List<MessageView>> inOrder(List<MessageId> ids) {
        return views.load(ids)
                .map(found ->
                        ids.stream().map(found::get).filter(Objects::nonNull).toList());
    }

    /** After the commit. A file that stays behind is nobody's: the message is gone all the same. */
    private Mono<Void> deleteFiles(List<String> keys) {
        return Flux.fromIterable(keys)
                .concatMap(key -> files.delete(key).onErrorResume(failure -> {
                    log.warn("A deleted message's file could not be deleted", failure);
                    return Mono.empty();
                }))
                .then();
    }

    private record Deleted(MessageView message, List<String> fileKeys) {}
}
