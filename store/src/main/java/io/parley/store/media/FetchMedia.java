package io.parley.store.media;

import io.micrometer.core.instrument.MeterRegistry;
import io.parley.runtime.files.FileNames;
import io.parley.runtime.files.FileStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Fetches in the background what messages only refer to, and announces each file when it is there. */
@Component
class FetchMedia {

    private static final Logger log = LoggerFactory.getLogger(FetchMedia.class);

    private final AttachmentQueue queue;
    private final MediaSources sources;
    private final ImageHeader images;
    private final FileStore files;
    private final MediaProperties properties;
    private final MeterRegistry meters;

    FetchMedia(
            AttachmentQueue queue,
            MediaSources sources,
            ImageHeader images,
            FileStore files,
            MediaProperties properties,
            MeterRegistry meters) {
        this.queue = queue;
        this.sources = sources;
        this.images = images;
        this.files = files;
        this.properties = properties;
        this.meters = meters;
    }

    /** One round: everything that is due when it begins. Returns how many were tried. */
    Mono<Long> fetchDue() {
        return queue.take(properties.parallel(), properties.lease())
                .collectList()
                .expand(taken -> taken.isEmpty()
                        ? Mono.empty()
                        : fetchAll(taken)
                                .then(queue.take(properties.parallel(), properties.lease())
                                        .collectList()))
                .map(List::size)
                .reduce(0L, Long::sum);
    }

    private Mono<Void> fetchAll(List<PendingFile> taken) {
        return Flux.fromIterable(taken)
                .flatMap(this::fetchOne, properties.parallel())
                .then();
    }

    private Mono<Void> fetchOne(PendingFile file) {
        return sources.fetch(file)
                .flatMap(fetched -> keep(file, fetched))
                .onErrorResume(failure -> failed(file, failure))
                .then();
    }

    private Mono<Boolean> keep(PendingFile file, FetchedFile fetched) {
        return images.sizeOf(fetched)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(size -> queue.stored(file, fetched, nameOf(file, fetched), size.orElse(null)))
                .flatMap(kept -> kept
                        ? counted("stored", kept)
                        : files.delete(fetched.stored().key()).then(counted("unwanted", kept)));
    }

    /** The name the sender gave, with the ending of what really came when it had none. */
    private static String nameOf(PendingFile file, FetchedFile fetched) {
        String named = fetched.fileName();
        return file.fileName().contains(".") || named == null ? file.fileName() : FileNames.safe(named);
    }

    private Mono<Boolean> failed(PendingFile file, Throwable failure) {
        String reason = failure instanceof MediaUnavailable known
                ? String.valueOf(known.getMessage())
                : "The file could not be fetched";
        boolean passing = !(failure instanceof MediaUnavailable known) || known.isPassing();
        if (!(failure instanceof MediaUnavailable)) {
            log.warn("Attachment {} could not be fetched", file.id(), failure);
        }
        if (!passing || file.attempt() > properties.retries().size()) {
            return queue.failed(file, reason).flatMap(known -> counted("failed", known));
        }
        Duration wait = properties.retries().get(file.attempt() - 1);
        return queue.later(file, wait, reason).then(counted("later", true));
    }

    private Mono<Boolean> counted(String outcome, boolean result) {
        return Mono.fromSupplier(() -> {
            meters.counter("parley.media", "outcome", outcome).increment();
            return result;
        });
    }
}
