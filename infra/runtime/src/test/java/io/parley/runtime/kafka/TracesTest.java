package io.parley.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.support.MessageBuilder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class TracesTest {

    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

    @Test
    void workContinuesTheRecordsTraceOnWhateverThreadItIsDone() {
        withTraces(traces -> {
            Mono<String> work = Mono.deferContextual(context -> Mono.justOrEmpty(traces.current(context)))
                    .subscribeOn(Schedulers.parallel());

            String inside = traces.continuing(received(Map.of("traceparent", PARENT)), "parley.test", work)
                    .block();

            assertThat(inside).startsWith("00-" + TRACE_ID + "-").isNotEqualTo(PARENT);
        });
    }

    @Test
    void workOnThisThreadContinuesTheRecordsTraceAndLeavesNoneBehind() {
        withTraces(traces -> {
            AtomicReference<String> inside = new AtomicReference<>();

            traces.continuing(
                    received(Map.of("traceparent", PARENT)), "parley.test", () -> inside.set(traces.current()));

            assertThat(inside.get()).startsWith("00-" + TRACE_ID + "-");
            assertThat(traces.current()).isNull();
        });
    }

    @Test
    void aRecordWithoutATraceStartsOne() {
        withTraces(traces -> {
            AtomicReference<String> inside = new AtomicReference<>();

            traces.continuing(received(Map.of()), "parley.test", () -> inside.set(traces.current()));

            assertThat(inside.get()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
        });
    }

    @Test
    void whatARecordCausesIsOfItsTrace() {
        OutgoingRecord caused = OutgoingRecord.ofJson("topic", "key", new byte[] {'{', '}'}, "id", "type")
                .causedBy(received(Map.of("traceparent", PARENT)));

        assertThat(caused.traceparent()).isEqualTo(PARENT);
    }

    @Test
    void withoutTracingWorkIsDoneAllTheSame() {
        assertThat(Traces.none()
                        .continuing(received(Map.of()), "parley.test", Mono.just("done"))
                        .block())
                .isEqualTo("done");
    }

    private static void withTraces(Consumer<Traces> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ObservationAutoConfiguration.class,
                        MicrometerTracingAutoConfiguration.class,
                        OpenTelemetryAutoConfiguration.class,
                        OpenTelemetryTracingAutoConfiguration.class))
                .run(context -> test.accept(
                        new Traces(context.getBean(ObservationRegistry.class), context.getBean(Tracer.class))));
    }

    private static ReceivedRecord<String> received(Map<String, String> headers) {
        return ReceivedBatch.parse(
                        MessageBuilder.withPayload(List.of("\"value\"".getBytes(StandardCharsets.UTF_8)))
                                .setHeader(KafkaHeaders.BATCH_CONVERTED_HEADERS, List.of(headers))
                                .build(),
                        String.class)
                .readable()
                .get(0);
    }
}
