package io.parley.store.media;

import io.parley.contract.id.AttachmentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.store.Columns;
import io.parley.store.media.ImageHeader.ImageSize;
import io.parley.store.settlement.AnnounceMessages;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The attachments that wait for their bytes, as rows. Several nodes may take from it. */
@Component
class AttachmentQueue {

    /** Taking one moves its time on, so that it comes again should whoever took it die. */
    private static final String TAKE = """
            UPDATE attachments AS a
               SET next_fetch_at = :lease, fetch_attempts = fetch_attempts + 1
              FROM messages AS m
             WHERE m.id = a.message_id
               AND a.id IN (SELECT id FROM attachments
                             WHERE state = 'pending' AND next_fetch_at <= :now
                             ORDER BY next_fetch_at, id LIMIT :limit
                               FOR UPDATE SKIP LOCKED)
            RETURNING a.id, a.message_id, m.conversation_id, a.inbox_id, a.kind, a.file_name, a.media_type, a.url,
                      a.provider_reference, a.fetch_attempts
            """;

    private static final String SET_STORED = """
            UPDATE attachments
               SET state = 'stored', file_key = :key, size_bytes = :size, media_type = :type, file_name = :name,
                   width = :width, height = :height, next_fetch_at = NULL, failure_reason = NULL, url = NULL,
                   provider_reference = NULL
             WHERE id = :id AND state = 'pending'
            """;

    private static final String SET_FAILED = """
            UPDATE attachments SET state = 'failed', failure_reason = :reason, next_fetch_at = NULL
             WHERE id = :id AND state = 'pending'
            """;

    private static final String SET_LATER =
            "UPDATE attachments SET next_fetch_at = :at, failure_reason = :reason WHERE id = :id AND state = 'pending'";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final AnnounceMessages announce;
    private final Clock clock;

    AttachmentQueue(
            DatabaseClient database, TransactionalOperator transaction, AnnounceMessages announce, Clock clock) {
        this.database = database;
        this.transaction = transaction;
        this.announce = announce;
        this.clock = clock;
    }

    Flux<PendingFile> take(int limit, Duration lease) {
        return database.sql(TAKE)
                .bind("now", in(Duration.ZERO))
                .bind("lease", in(lease))
                .bind("limit", limit)
                .map(AttachmentQueue::file)
                .all();
    }

    /** False when nobody waits for it any more: the message was deleted meanwhile. */
    Mono<Boolean> stored(PendingFile file, FetchedFile fetched, String fileName, @Nullable ImageSize size) {
        return database.sql(SET_STORED)
                .bind("id", file.id().value())
                .bind("key", fetched.stored().key())
                .bind("size", fetched.stored().sizeBytes())
                .bind("type", fetched.stored().mediaType())
                .bind("name", fileName)
                .bind("width", Parameter.fromOrEmpty(size == null ? null : size.width(), Integer.class))
                .bind("height", Parameter.fromOrEmpty(size == null ? null : size.height(), Integer.class))
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> announced(file, rows))
                .as(transaction::transactional);
    }

    Mono<Boolean> failed(PendingFile file, String reason) {
        return database.sql(SET_FAILED)
                .bind("id", file.id().value())
                .bind("reason", reason)
                .fetch()
                .rowsUpdated()
                .flatMap(rows -> announced(file, rows))
                .as(transaction::transactional);
    }

    Mono<Void> later(PendingFile file, Duration wait, String reason) {
        return database.sql(SET_LATER)
                .bind("id", file.id().value())
                .bind("at", in(wait))
                .bind("reason", reason)
                .then();
    }

    private Mono<Boolean> announced(PendingFile file, long rows) {
        return rows == 0
                ? Mono.just(false)
                : announce.updated(Map.of(file.messageId(), file.conversationId()))
                        .thenReturn(true);
    }

    private OffsetDateTime in(Duration wait) {
        return clock.instant().plus(wait).atOffset(ZoneOffset.UTC);
    }

    private static PendingFile file(Readable row) {
        Columns columns = new Columns(row);
        return new PendingFile(
                new AttachmentId(columns.number("id")),
                new MessageId(columns.number("message_id")),
                new ConversationId(columns.number("conversation_id")),
                new InboxId(columns.number("inbox_id")),
                MediaKind.of(columns.text("kind")),
                columns.text("file_name"),
                columns.text("media_type"),
                columns.textOrNull("url"),
                columns.textOrNull("provider_reference"),
                columns.number("fetch_attempts"));
    }
}
