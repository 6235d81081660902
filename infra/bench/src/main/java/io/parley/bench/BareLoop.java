package io.parley.bench;

import io.parley.contract.ContractJson;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.MessageContent;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The least any store must do with a record: read it from Kafka, parse it, insert a poll in one statement, commit. */
final class BareLoop {

    /** As many as the store takes. */
    private static final int POLL = 500;

    private static final String INSERT = """
            INSERT INTO bare SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
                ON CONFLICT DO NOTHING
            """;

    private BareLoop() {}

    /** Messages a second, once the first have warmed it. */
    static double run(Database database, RoutedTopic topic, int warm, int messages) {
        database.execute(
                "CREATE TABLE bare (inbox_id int, source_id text, contact text, body text, sent_at timestamptz,"
                        + " PRIMARY KEY (inbox_id, source_id))");
        Connection connection =
                Mono.from(database.reactive().create()).blockOptional().orElseThrow();
        try (KafkaConsumer<byte[], byte[]> consumer = topic.reader(POLL)) {
            int done = 0;
            int before = 0;
            long begin = 0;
            while (done < warm + messages) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofSeconds(1));
                if (!records.isEmpty()) {
                    insert(connection, records);
                    consumer.commitSync();
                    done += records.count();
                }
                if (begin == 0 && done >= warm) {
                    begin = System.nanoTime();
                    before = done;
                }
            }
            return (done - before) / ((System.nanoTime() - begin) / 1e9);
        } finally {
            Mono.from(connection.close()).block();
        }
    }

    private static void insert(Connection connection, ConsumerRecords<byte[], byte[]> records) {
        List<Inbound.Message> messages = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> each : records) {
            messages.add(parse(each.value()));
        }
        Integer[] inboxes = messages.stream().map(it -> it.inboxId().value()).toArray(Integer[]::new);
        String[] ids = messages.stream().map(Inbound.Message::sourceId).toArray(String[]::new);
        String[] contacts = messages.stream().map(it -> it.contact().replyTo()).toArray(String[]::new);
        String[] bodies = messages.stream()
                .map(it -> ((MessageContent.Text) it.content()).body())
                .toArray(String[]::new);
        String[] sent = messages.stream().map(it -> it.sentAt().toString()).toArray(String[]::new);
        Flux.from(connection
                        .createStatement(INSERT)
                        .bind("$1", inboxes)
                        .bind("$2", ids)
                        .bind("$3", contacts)
                        .bind("$4", bodies)
                        .bind("$5", sent)
                        .execute())
                .flatMap(Result::getRowsUpdated)
                .blockLast();
    }

    private static Inbound.Message parse(byte[] json) {
        try {
            return (Inbound.Message) ContractJson.read(json, Routed.class).inbound();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
