package io.parley.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.parley.contract.InvalidContent;
import io.parley.contract.inbound.ConnectionState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaNull;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

class ReceivedBatchTest {

    /** Small and strict, as the contract's own records are. */
    record Note(String text) {
        Note {
            if (text.isBlank()) {
                throw new InvalidContent("a note must hold words");
            }
        }
    }

    @Test
    void readsEachRecordWithItsPlace() {
        ReceivedBatch<Note> batch = ReceivedBatch.parse(poll("{\"text\":\"a\"}", "{\"text\":\"b\"}"), Note.class);

        assertThat(batch.values()).containsExactly(new Note("a"), new Note("b"));
        ReceivedRecord<Note> second = batch.readable().get(1);
        assertThat(second.index()).isEqualTo(1);
        assertThat(second.topic()).isEqualTo("topic");
        assertThat(second.partition()).isEqualTo(3);
        assertThat(second.offset()).isEqualTo(101);
        assertThat(second.key()).isEqualTo("7:+15550100");
        assertThat(second.header("ce_id")).contains("id-1");
        assertThat(second.header("no such header")).isEmpty();
        assertThatCode(batch::throwIfUnreadable).doesNotThrowAnyException();
    }

    @Test
    void keepsUnreadableRecordsAsideAndNamesTheFirst() {
        ReceivedBatch<Note> batch = ReceivedBatch.parse(
                poll("{\"text\":\"a\"}", "no json", "{\"text\":\" \"}", "{\"text\":\"d\"}"), Note.class);

        assertThat(batch.readable()).extracting(ReceivedRecord::index).containsExactly(0, 3);
        BatchListenerFailedException failure =
                catchThrowableOfType(BatchListenerFailedException.class, batch::throwIfUnreadable);
        assertThat(failure.getIndex()).isEqualTo(1);
        assertThat(failure).hasCauseInstanceOf(UnreadableRecord.class);
    }

    @Test
    void whatARecordRefusesToBeIsUnreadableForThatReason() {
        ReceivedBatch<Note> batch = ReceivedBatch.parse(poll("{\"text\":\" \"}"), Note.class);

        BatchListenerFailedException failure =
                catchThrowableOfType(BatchListenerFailedException.class, batch::throwIfUnreadable);
        assertThat(failure.getCause()).hasMessageContaining("a note must hold words");
    }

    @Test
    void anEmptyRecordIsUnreadable() {
        Message<List<Object>> poll = MessageBuilder.<List<Object>>withPayload(List.of(KafkaNull.INSTANCE))
                .build();

        ReceivedBatch<ConnectionState> batch = ReceivedBatch.parse(poll, ConnectionState.class);

        assertThat(batch.isEmpty()).isTrue();
        assertThat(catchThrowableOfType(BatchListenerFailedException.class, batch::throwIfUnreadable)
                        .getIndex())
                .isZero();
    }

    @Test
    void aPoisonedRecordNeverHidesAnUnreadableOneBeforeIt() {
        ReceivedBatch<Note> batch =
                ReceivedBatch.parse(poll("{\"text\":\"a\"}", "no json", "{\"text\":\"c\"}"), Note.class);
        ReceivedRecord<Note> before = batch.readable().get(0);
        ReceivedRecord<Note> after = batch.readable().get(1);

        assertThat(batch.failureOf(before, new IllegalStateException()).getIndex())
                .isZero();
        assertThat(batch.failureOf(after, new IllegalStateException()).getIndex())
                .isEqualTo(1);
    }

    private static Message<List<byte[]>> poll(String... values) {
        List<byte[]> payload = Arrays.stream(values)
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toList();
        int count = payload.size();
        return MessageBuilder.withPayload(payload)
                .setHeader(KafkaHeaders.RECEIVED_TOPIC, java.util.Collections.nCopies(count, "topic"))
                .setHeader(KafkaHeaders.RECEIVED_PARTITION, java.util.Collections.nCopies(count, 3))
                .setHeader(
                        KafkaHeaders.OFFSET,
                        java.util.stream.LongStream.range(100, 100 + count)
                                .boxed()
                                .toList())
                .setHeader(
                        KafkaHeaders.RECEIVED_KEY,
                        java.util.Collections.nCopies(count, "7:+15550100".getBytes(StandardCharsets.UTF_8)))
                .setHeader(
                        KafkaHeaders.BATCH_CONVERTED_HEADERS,
                        java.util.stream.IntStream.range(0, count)
                                .mapToObj(i -> Map.of("ce_id", ("id-" + i).getBytes(StandardCharsets.UTF_8)))
                                .toList())
                .build();
    }
}
