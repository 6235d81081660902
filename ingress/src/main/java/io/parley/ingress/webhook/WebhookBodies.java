package io.parley.ingress.webhook;

import io.parley.ingress.IngressProperties;
import io.parley.ingress.problem.IngressFailure.BodyTooLarge;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Takes in bodies up to the set size without keeping large ones in memory, and cleans up after each request. */
@Component
class WebhookBodies {

    private final IngressProperties properties;

    WebhookBodies(IngressProperties properties) {
        this.properties = properties;
    }

    /** Refuses what says of itself that it is too large, before anything of it is read. */
    Mono<Void> checkSize(ServerHttpRequest request) {
        return request.getHeaders().getContentLength() > properties.maxBody().toBytes()
                ? Mono.error(new BodyTooLarge(properties.maxBody()))
                : Mono.empty();
    }

    /** Does the work with the request's body, which is gone once it is done. */
    Mono<Void> with(ServerHttpRequest request, Function<WebhookBody, Mono<Void>> work) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> new WebhookBody(properties.spool())),
                body -> fill(body, request).then(Mono.defer(() -> work.apply(body))),
                WebhookBodies::discard);
    }

    private Mono<Void> fill(WebhookBody body, ServerHttpRequest request) {
        long declared = request.getHeaders().getContentLength();
        Flux<DataBuffer> bytes = limited(request.getBody());
        return declared >= 0 && declared <= properties.inMemoryBody().toBytes()
                ? DataBufferUtils.join(bytes)
                        .doOnNext(joined -> body.fill(drain(joined)))
                        .then()
                : Mono.fromCallable(body::spoolFile)
                        .subscribeOn(Schedulers.boundedElastic())
                        .flatMap(file -> DataBufferUtils.write(bytes, file));
    }

    /** What says nothing of its size, or lies about it, is stopped when it has become too large. */
    private Flux<DataBuffer> limited(Flux<DataBuffer> bytes) {
        AtomicLong size = new AtomicLong();
        return bytes.handle((buffer, sink) -> {
            if (size.addAndGet(buffer.readableByteCount())
                    > properties.maxBody().toBytes()) {
                DataBufferUtils.release(buffer);
                sink.error(new BodyTooLarge(properties.maxBody()));
            } else {
                sink.next(buffer);
            }
        });
    }

    private static byte[] drain(DataBuffer joined) {
        byte[] bytes = new byte[joined.readableByteCount()];
        joined.read(bytes);
        DataBufferUtils.release(joined);
        return bytes;
    }

    private static Mono<Void> discard(WebhookBody body) {
        return Mono.<Void>fromCallable(() -> {
                    body.discard();
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
