package io.parley.store.inbound;

import static io.parley.store.ColumnArrays.instants;
import static io.parley.store.ColumnArrays.json;
import static io.parley.store.ColumnArrays.longs;
import static io.parley.store.ColumnArrays.numbers;
import static io.parley.store.ColumnArrays.texts;

import io.parley.contract.contact.Party;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageContent.Media;
import io.parley.store.Columns;
import io.parley.store.email.EmailAttributes;
import io.parley.store.inbound.InboundBatch.Stored;
import io.parley.store.message.MessageText;
import io.parley.store.settlement.SourceKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Stores a batch's messages with their files; what is there already is left alone. */
@Component
class InsertMessages {

    /** Ids rise in the order of the arrays: what a function returns is scanned as it comes. */
    private static final String INSERT = """
            INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, content,
                                  content_attributes, status, source_id, reply_to_id, reply_to_source_id, author,
                                  author_address, sent_at, received_at, created_at, updated_at, visitor)
            SELECT n.account_id, n.inbox_id, n.conversation_id, n.contact_id, n.direction, n.text, n.content::jsonb,
                   coalesce(n.content_attributes::jsonb, '{}'), 'sent',
                   n.source_id, n.reply_to_id, n.reply_to_source_id, n.author, n.author_address, n.sent_at, n.received_at,
                   :now::timestamptz, :now::timestamptz, n.visitor
              FROM unnest(:accounts::int[], :inboxes::int[], :conversations::int[], :contacts::int[], :directions::text[],
                          :texts::text[], :contents::text[], :contentAttributes::text[], :sources::text[], :replyTos::int[], :replyToSources::text[],
                          :authors::text[], :authorAddresses::text[], :sentAts::timestamptz[], :receivedAts::timestamptz[],
                          :visitors::text[])
                   AS n (account_id, inbox_id, conversation_id, contact_id, direction, text, content, content_attributes, source_id,
                         reply_to_id, reply_to_source_id, author, author_address, sent_at, received_at, visitor)
                ON CONFLICT DO NOTHING
            RETURNING id, inbox_id, source_id
            """;

    /** For those that quote a message of the same batch, whose id was not known when they were written. */
    private static final String QUOTE = """
            UPDATE messages AS m SET reply_to_id = n.quoted
              FROM unnest(:ids::int[], :quoted::int[]) AS n (id, quoted)
             WHERE m.id = n.id
            """;

    private static final String ATTACH = """
            INSERT INTO attachments (account_id, inbox_id, message_id, position, kind, state, file_key, file_name, media_type,
                                     size_bytes, seconds, url, provider_reference, next_fetch_at)
            SELECT n.account_id, n.inbox_id, n.message_id, n.position, n.kind,
                   CASE WHEN n.file_key IS NULL THEN 'pending' ELSE 'stored' END, n.file_key, n.file_name, n.media_type,
                   n.size_bytes, n.seconds, n.url, n.provider_reference,
                   CASE WHEN n.file_key IS NULL THEN :now::timestamptz END
              FROM unnest(:accounts::int[], :inboxes::int[], :messages::int[], :positions::int[], :kinds::text[], :fileKeys::text[],
                          :fileNames::text[], :mediaTypes::text[], :sizes::bigint[], :seconds::int[], :urls::text[],
                          :references::text[])
                   AS n (account_id, inbox_id, message_id, position, kind, file_key, file_name, media_type, size_bytes, seconds,
                         url, provider_reference)
            """;

    private final DatabaseClient database;
    private final Clock clock;

    InsertMessages(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Mono<Void> insert(InboundBatch batch) {
        List<Arrival> arrivals = batch.arrivals();
        if (arrivals.isEmpty()) {
            return Mono.empty();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.sql(INSERT)
                .bind("now", now)
                .bind("accounts", numbers(arrivals, Arrival::account))
                .bind("inboxes", numbers(arrivals, Arrival::inbox))
                .bind(
                        "conversations",
                        numbers(arrivals, it -> batch.conversationOf(it).id().value()))
                .bind("contacts", numbers(arrivals, batch::contactOf))
                .bind(
                        "directions",
                        texts(arrivals, it -> it.message().direction().wireName()))
                .bind("texts", texts(arrivals, it -> MessageText.of(it.message().content())))
                .bind(
                        "contents",
                        json(arrivals, it -> MessageText.structured(it.message().content())))
                .bind("contentAttributes", json(arrivals, it -> EmailAttributes.of(it.message())))
                .bind("sources", texts(arrivals, it -> it.message().sourceId()))
                .bind("replyTos", numbers(arrivals, it -> quoted(batch.known, it)))
                .bind("replyToSources", texts(arrivals, it -> it.message().replyToSourceId()))
                .bind("authors", texts(arrivals, it -> author(it.message().author())))
                .bind(
                        "authorAddresses",
                        texts(arrivals, it -> replyTo(it.message().author())))
                .bind("sentAts", instants(arrivals, it -> it.message().sentAt()))
                .bind("receivedAts", instants(arrivals, it -> it.message().receivedAt()))
                .bind("visitors", texts(arrivals, Arrival::visitor))
                .map(row -> inserted(new Columns(row)))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(ids -> remember(batch, arrivals, ids, now))
                .flatMap(ids -> quote(batch, ids))
                .then(Mono.defer(() -> attach(batch)));
    }

    private static Map.Entry<SourceKey, MessageId> inserted(Columns columns) {
        return Map.entry(
                new SourceKey(new InboxId(columns.number("inbox_id")), columns.text("source_id")),
                new MessageId(columns.number("id")));
    }

    private static void remember(
            InboundBatch batch, List<Arrival> arrivals, Map<SourceKey, MessageId> ids, Instant now) {
        for (Arrival arrival : arrivals) {
            MessageId id = ids.get(arrival.source());
            if (id != null) {
                ConversationRow conversation = batch.conversationOf(arrival);
                conversation.received(
                        id.value(),
                        arrival.message().direction(),
                        arrival.message().receivedAt());
                batch.stored.add(new Stored(id, arrival, conversation, now));
                batch.named.add(arrival.source());
            }
        }
    }

    private Mono<Void> quote(InboundBatch batch, Map<SourceKey, MessageId> ids) {
        Map<MessageId, MessageId> quotes = new HashMap<>();
        for (Stored stored : batch.stored) {
            MessageId quoted = quotedSource(stored.arrival()) == null ? null : ids.get(quotedSource(stored.arrival()));
            if (quoted != null) {
                quotes.put(stored.id(), quoted);
            }
        }
        if (quotes.isEmpty()) {
            return Mono.empty();
        }
        List<Map.Entry<MessageId, MessageId>> entries = List.copyOf(quotes.entrySet());
        return database.sql(QUOTE)
                .bind("ids", numbers(entries, it -> it.getKey().value()))
                .bind("quoted", numbers(entries, it -> it.getValue().value()))
                .then();
    }

    private Mono<Void> attach(InboundBatch batch) {
        List<NewAttachment> files =
                batch.stored.stream().flatMap(NewAttachment::of).toList();
        if (files.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(ATTACH)
                .bind("now", clock.instant())
                .bind("accounts", numbers(files, it -> it.message().arrival().account()))
                .bind("inboxes", numbers(files, it -> it.message().arrival().inbox()))
                .bind("messages", numbers(files, it -> it.message().id().value()))
                .bind("positions", numbers(files, NewAttachment::position))
                .bind("kinds", texts(files, it -> it.file().kind().wireName()))
                .bind("fileKeys", texts(files, it -> it.file().fileKey()))
                .bind("fileNames", texts(files, NewAttachment::fileName))
                .bind("mediaTypes", texts(files, it -> it.file().mediaType()))
                .bind("sizes", longs(files, it -> it.file().sizeBytes()))
                .bind("seconds", numbers(files, it -> it.file().seconds()))
                .bind("urls", texts(files, it -> it.file().url()))
                .bind("references", texts(files, it -> it.file().providerReference()))
                .then();
    }

    private static @Nullable Integer quoted(Map<SourceKey, MessageId> known, Arrival arrival) {
        SourceKey source = quotedSource(arrival);
        MessageId quoted = source == null ? null : known.get(source);
        return quoted == null ? null : quoted.value();
    }

    private static @Nullable SourceKey quotedSource(Arrival arrival) {
        String source = arrival.message().replyToSourceId();
        return source == null ? null : new SourceKey(arrival.message().inboxId(), source);
    }

    static @Nullable String author(@Nullable Party author) {
        return author == null
                ? null
                : Objects.requireNonNullElseGet(
                        author.name(), () -> author.firstAddress().value());
    }

    private static @Nullable String replyTo(@Nullable Party author) {
        return author == null ? null : author.replyTo();
    }

    private record NewAttachment(Stored message, int position, Media file) {

        /** The content when it is a file, and the files beside it. */
        static Stream<NewAttachment> of(Stored stored) {
            List<Media> files = new ArrayList<>();
            if (stored.arrival().message().content() instanceof Media media) {
                files.add(media);
            }
            files.addAll(stored.arrival().message().files());
            return IntStream.range(0, files.size()).mapToObj(it -> new NewAttachment(stored, it, files.get(it)));
        }

        /** As the sender named it, else by its kind and type; never a path. */
        String fileName() {
            String given = file.fileName();
            if (given != null && !given.isBlank()) {
                return given.replaceAll("[/\\\\\\p{Cntrl}]+", "_").strip();
            }
            String subtype = file.mediaType().replaceFirst("[;+].*", "").replaceFirst("^.*/", "");
            String ending = subtype.matches("[a-zA-Z0-9.-]{1,20}") ? subtype.toLowerCase(Locale.ROOT) : "bin";
            return file.kind().wireName() + "-" + message.id() + "." + (ending.equals("octet-stream") ? "bin" : ending);
        }
    }
}
