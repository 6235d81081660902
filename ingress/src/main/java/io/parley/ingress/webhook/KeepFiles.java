package io.parley.ingress.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.message.MessageContent.Media;
import io.parley.ingress.channel.EmbeddedFile;
import io.parley.ingress.channel.ParsedInbound;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.files.StoredFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Puts media that came inside a webhook into the file store before the message is published: Kafka carries its key.
 *
 * <p>A file that cannot be stored does not hold up its message, which says how to ask the provider for it later.
 */
@Component
class KeepFiles {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final Pattern SUBTYPE = Pattern.compile("\\w+/([A-Za-z0-9]+).*");
    private static final Logger log = LoggerFactory.getLogger(KeepFiles.class);

    private final FileStore files;
    private final MeterRegistry meters;

    KeepFiles(FileStore files, MeterRegistry meters) {
        this.files = files;
        this.meters = meters;
    }

    Mono<ParsedInbound> keep(ParsedInbound parsed) {
        return parsed.file() != null
                        && parsed.inbound() instanceof Inbound.Message message
                        && message.content() instanceof Media media
                ? keep(parsed, parsed.file(), message, media)
                : Mono.just(parsed);
    }

    private Mono<ParsedInbound> keep(ParsedInbound parsed, EmbeddedFile file, Inbound.Message message, Media media) {
        return files.write(new FileToStore(
                        nameOf(media),
                        media.mediaType(),
                        DataBufferUtils.read(file.path(), DefaultDataBufferFactory.sharedInstance, BUFFER_BYTES)))
                .doOnNext(stored -> count("stored"))
                .map(stored -> new ParsedInbound(parsed.eventId(), naming(message, media, stored)))
                .onErrorResume(failure -> withoutFile(parsed, failure));
    }

    private Mono<ParsedInbound> withoutFile(ParsedInbound parsed, Throwable failure) {
        count("failed");
        log.warn(
                "The file of a message to inbox {} could not be stored and will be asked for later: {}",
                parsed.inbound().inboxId(),
                failure.toString());
        return Mono.just(parsed);
    }

    private void count(String outcome) {
        meters.counter("parley.embedded_files", "outcome", outcome).increment();
    }

    private static Inbound naming(Inbound.Message message, Media media, StoredFile stored) {
        return message.withContent(media.withFileKey(stored.key()));
    }

    /** Its ending is all that is kept of it. */
    private static String nameOf(Media media) {
        if (media.fileName() != null) {
            return media.fileName();
        }
        Matcher subtype = SUBTYPE.matcher(media.mediaType());
        return subtype.matches() ? "file." + subtype.group(1) : "file";
    }
}
