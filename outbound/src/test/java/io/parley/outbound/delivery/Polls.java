package io.parley.outbound.delivery;

import io.parley.contract.ContractJson;
import io.parley.contract.RecordKey;
import io.parley.contract.outbound.Outbound;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.runtime.kafka.RecordHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** Polls as the binder hands them over. */
final class Polls {

    private Polls() {}

    /** Each under the key of its inbox and address. */
    static ReceivedBatch<Outbound> of(Outbound... values) {
        return ReceivedBatch.parse(messageOf(Arrays.asList(values), new ArrayList<>(values.length)), Outbound.class);
    }

    /** One record that was written then. */
    static ReceivedBatch<Outbound> of(Instant written, Outbound value) {
        Message<List<byte[]>> poll = MessageBuilder.fromMessage(messageOf(List.of(value), new ArrayList<>()))
                .setHeader(
                        KafkaHeaders.BATCH_CONVERTED_HEADERS,
                        List.of(Map.of(RecordHeaders.TIME, written.toString().getBytes(StandardCharsets.UTF_8))))
                .build();
        return ReceivedBatch.parse(poll, Outbound.class);
    }

    private static Message<List<byte[]>> messageOf(List<Outbound> values, List<byte[]> keys) {
        for (Outbound value : values) {
            keys.add(new RecordKey(value.inboxId(), "+" + value.address())
                    .toString()
                    .getBytes(StandardCharsets.UTF_8));
        }
        List<byte[]> payloads = values.stream().map(ContractJson::write).toList();
        return MessageBuilder.withPayload(payloads)
                .setHeader(KafkaHeaders.RECEIVED_KEY, keys)
                .setHeader(
                        KafkaHeaders.OFFSET,
                        LongStream.range(0, values.size()).boxed().toList())
                .build();
    }
}
