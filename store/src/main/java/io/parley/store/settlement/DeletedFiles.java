package io.parley.store.settlement;

import io.parley.contract.id.MessageId;
import io.parley.runtime.files.FileStore;
import io.parley.store.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes the files of deleted messages away: their rows at once, their bytes after the commit. */
@Component
class DeletedFiles {

    private static final Logger log = LoggerFactory.getLogger(DeletedFiles.class);

    private static final String REMOVE = "DELETE FROM attachments WHERE message_id = ANY (:ids) RETURNING file_key";

    private final DatabaseClient database;
    private final FileStore files;

    DeletedFiles(DatabaseClient database, FileStore files) {
        this.database = database;
        this.files = files;
    }

    /** In the caller's transaction. */
    Mono<Void> remove(Collection<MessageId> deleted) {
        if (deleted.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(REMOVE)
                .bind("ids", deleted.stream().map(MessageId::value).toArray(Integer[]::new))
                .map(row -> Optional.ofNullable(new Columns(row).textOrNull("file_key")))
                .all()
                .flatMap(Mono::justOrEmpty)
                .collectList()
                .flatMap(this::deleteAfterCommit);
    }

    private Mono<Void> deleteAfterCommit(List<String> keys) {
        if (keys.isEmpty()) {
            return Mono.empty();
        }
        return TransactionSynchronizationManager.forCurrentTransaction()
                .doOnNext(it -> it.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public Mono<Void> afterCommit() {
                        return delete(keys);
                    }
                }))
                .then();
    }

    /** What cannot be deleted now only takes room: nothing refers to it any more, and its key cannot be guessed. */
    private Mono<Void> delete(List<String> keys) {
        return Flux.fromIterable(keys)
                .concatMap(key -> files.delete(key).onErrorResume(failure -> {
                    log.warn("A file of a deleted message stays behind: {}", failure.toString());
                    return Mono.empty();
                }))
                .then();
    }
}
