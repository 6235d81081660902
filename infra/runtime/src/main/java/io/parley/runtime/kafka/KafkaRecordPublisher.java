package io.parley.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaTemplate;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Publishes through one shared producer and waits for all acknowledgements together: a wait per record costs more than
 * twenty times the throughput.
 *
 * <p>The producer's {@code send} may block for metadata or memory. Threads that must not block hand over to one thread,
 * so that two calls from the same event loop stay in order; threads that may block send by themselves.
 */
final class KafkaRecordPublisher implements RecordPublisher, Disposable {

    private final KafkaTemplate<byte[], byte[]> template;
    private final Traces traces;
    private final Clock clock;
    private final byte[] source;
    private final Duration timeout;
    private final Scheduler handOver = Schedulers.newSingle("parley-publisher", true);

    KafkaRecordPublisher(
            KafkaTemplate<byte[], byte[]> template, Traces traces, Clock clock, String source, Duration timeout) {
        this.template = template;
        this.traces = traces;
        this.clock = clock;
        this.source = bytes(source);
        this.timeout = timeout;
    }

    @Override
    public Mono<Void> publish(List<OutgoingRecord> records) {
        if (records.isEmpty()) {
            return Mono.empty();
        }
        return Mono.deferContextual(context -> {
                    String trace = traces.current(context);
                    return Mono.<Void>create(sink -> send(records, trace, sink));
                })
                .timeout(timeout)
                // Acknowledgements come on the producer's only thread: what follows must not hold it.
                .publishOn(Schedulers.parallel())
                .onErrorMap(TimeoutException.class, e -> unavailable(records, e));
    }

    private void send(List<OutgoingRecord> records, @Nullable String trace, MonoSink<Void> sink) {
        if (Schedulers.isInNonBlockingThread()) {
            sink.onDispose(handOver.schedule(() -> sendNow(records, trace, sink)));
        } else {
            sendNow(records, trace, sink);
        }
    }

    private void sendNow(List<OutgoingRecord> records, @Nullable String trace, MonoSink<Void> sink) {
        List<CompletableFuture<?>> acknowledgements = new ArrayList<>(records.size());
        try {
            for (OutgoingRecord outgoing : records) {
                acknowledgements.add(template.send(toKafka(outgoing, trace)));
            }
        } catch (RuntimeException e) {
            sink.error(toFailure(records, e));
            return;
        }
        CompletableFuture.allOf(acknowledgements.toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        sink.success();
                    } else {
                        sink.error(toFailure(records, failure));
                    }
                });
    }

    private ProducerRecord<byte[], byte[]> toKafka(OutgoingRecord outgoing, @Nullable String trace) {
        ProducerRecord<byte[], byte[]> result =
                new ProducerRecord<>(outgoing.topic(), null, bytes(outgoing.key()), outgoing.value());
        Headers headers = result.headers();
        headers.add(RecordHeaders.SPEC_VERSION, bytes("1.0"));
        headers.add(RecordHeaders.ID, bytes(outgoing.eventId()));
        headers.add(RecordHeaders.TYPE, bytes(outgoing.type()));
        headers.add(RecordHeaders.SOURCE, source);
        headers.add(
                RecordHeaders.TIME, bytes((outgoing.time() == null ? clock.instant() : outgoing.time()).toString()));
        if (outgoing.value() != null) {
            headers.add(RecordHeaders.CONTENT_TYPE, bytes("application/json"));
        }
        String parent = outgoing.traceparent() == null ? trace : outgoing.traceparent();
        if (parent != null) {
            headers.add(RecordHeaders.TRACEPARENT, bytes(parent));
        }
        return result;
    }

    /** What may pass is {@link BrokerUnavailable}; a record the broker will never take keeps its own failure. */
    private static Throwable toFailure(List<OutgoingRecord> records, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof org.apache.kafka.common.errors.AuthenticationException
                    || cause instanceof org.apache.kafka.common.errors.AuthorizationException) {
                return unavailable(records, cause);
            }
            if (cause instanceof org.apache.kafka.common.errors.ApiException) {
                return cause;
            }
        }
        return failure instanceof KafkaException || failure instanceof org.springframework.kafka.KafkaException
                ? unavailable(records, failure)
                : failure;
    }

    private static BrokerUnavailable unavailable(List<OutgoingRecord> records, Throwable cause) {
        return new BrokerUnavailable(
                "Kafka did not acknowledge %d record(s) for %s: %s"
                        .formatted(records.size(), records.get(0).topic(), cause.getMessage()),
                cause);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void dispose() {
        handOver.dispose();
    }
}
