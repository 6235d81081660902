package io.parley.ingress.channel.email;

import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.email.MailboxCursor;
import io.parley.contract.id.InboxId;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.kafka.KafkaProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * How far mailboxes were read, on a compacted topic beside the mails themselves. Only what is acknowledged moves a
 * cursor, so an older one that comes back, or two readers at once, mean mails read twice and never a mail missed.
 */
@Component
class MailboxCursors {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(MailboxCursors.class);

    private final KafkaProperties kafka;
    private final ObjectProvider<SslBundles> ssl;
    private final Topics topics;
    private final RecordPublisher publisher;

    MailboxCursors(KafkaProperties kafka, ObjectProvider<SslBundles> ssl, Topics topics, RecordPublisher publisher) {
        this.kafka = kafka;
        this.ssl = ssl;
        this.topics = topics;
        this.publisher = publisher;
    }

    /** Reads the topic to its end; blocks, on a mailbox's own thread. Absent when the mailbox was never read. */
    @Nullable
    MailboxCursor find(InboxId inbox) {
        Map<String, Object> config = kafka.buildConsumerProperties(ssl.getIfAvailable());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "parley-mailbox-" + inbox);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        MailboxCursor found = null;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topics.mailboxes()).stream()
                    .map(it -> new TopicPartition(topics.mailboxes(), it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            while (ends.entrySet().stream().anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    MailboxCursor cursor = read(record, inbox);
                    found = cursor == null ? found : later(found, cursor);
                }
            }
        }
        return found;
    }

    Mono<Void> save(MailboxCursor cursor) {
        String key = cursor.inboxId().toString();
        String id = "mailbox-%s-%d-%d".formatted(key, cursor.uidValidity(), cursor.lastUid());
        return publisher.publish(OutgoingRecord.of(topics.mailboxes(), key, cursor, id));
    }

    /** Of one validity the further one, of two validities the newer. */
    private static MailboxCursor later(@Nullable MailboxCursor before, MailboxCursor now) {
        return before != null && before.uidValidity() == now.uidValidity() && before.lastUid() > now.lastUid()
                ? before
                : now;
    }

    private static @Nullable MailboxCursor read(ConsumerRecord<byte[], byte[]> record, InboxId inbox) {
        if (record.value() == null || !new String(record.key(), StandardCharsets.UTF_8).equals(inbox.toString())) {
            return null;
        }
        try {
            return ContractJson.read(record.value(), MailboxCursor.class);
        } catch (IOException e) {
            log.error("The cursor of inbox {} at offset {} cannot be read and is skipped", inbox, record.offset());
            return null;
        }
    }
}
