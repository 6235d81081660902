package io.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.Topics;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.services.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The store as it runs, on real servers, and the rows every test needs. A class that needs a store of its own says
 * {@link #isolated}; the others extend {@link SharedStoreIntegration} and differ by account. No model is loaded: who
 * wants vectors says so by {@code parley.store.embedding.provider}.
 */
@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "PARLEY_EMBEDDING=none")
public abstract class StoreIntegration {

    protected static final Duration LIMIT = Duration.ofSeconds(30);

    @Autowired
    protected DatabaseClient database;

    @Autowired
    protected TransactionalOperator transaction;

    @Autowired
    protected Topics topics;

    @Value("${spring.kafka.bootstrap-servers}")
    private String kafka;

    /** To be called from the class's own {@code @DynamicPropertySource}. */
    protected static void isolated(Class<?> test, DynamicPropertyRegistry registry) {
        Services.shared().isolated(test).forEach((name, value) -> registry.add(name, () -> value));
    }

    protected AccountId anAccount() {
        return new AccountId(id("INSERT INTO accounts (name) VALUES ('Test') RETURNING id"));
    }

    protected AgentId anAgent(AccountId account, String role) {
        String mark = UUID.randomUUID().toString();
        int id = id("""
                INSERT INTO agents (name, email, password_hash, access_token_hash, access_token_sealed, pubsub_token)
                VALUES ('Ana', '%1$s@example.com', 'x', '%1$s', 'x', '%1$s') RETURNING id""".formatted(mark));
        sql("INSERT INTO account_agents (account_id, agent_id, role) VALUES (%s, %d, '%s')"
                .formatted(account, id, role));
        return new AgentId(id);
    }

    protected InboxId anInbox(AccountId account, Channel channel) {
        String mark = UUID.randomUUID().toString();
        String settings = channel == Channel.WHATSAPP ? """
                {"baseUrl":"http://localhost:1","instance":"test","sealedApiKey":"x","messagesPerSecond":10}""" : "{}";
        return new InboxId(id("""
                INSERT INTO inboxes (account_id, channel, name, identifier, webhook_secret_hash, webhook_secret_sealed,
                                     channel_settings)
                VALUES (%1$s, '%2$s', 'Support', '%3$s', '%3$s', 'x', '%4$s') RETURNING id""".formatted(account, channel.wireName(), mark, settings)));
    }

    /** An open conversation with a new contact who is on WhatsApp. */
    protected ConversationId aConversation(AccountId account, InboxId inbox, String phone) {
        int contact = id("INSERT INTO contacts (account_id, name, phone) VALUES (%s, 'Maria', '%s') RETURNING id"
                .formatted(account, phone));
        sql("INSERT INTO contact_addresses (account_id, kind, value, contact_id) VALUES (%s, 'phone', '%s', %d)"
                .formatted(account, phone, contact));
        int contactInbox = id("""
                INSERT INTO contact_inboxes (contact_id, inbox_id, source_id, reply_to)
                VALUES (%d, %s, '%s', '%s@s.whatsapp.net') RETURNING id""".formatted(contact, inbox, phone, phone.substring(1)));
        return new ConversationId(id("""
                WITH number AS (UPDATE accounts SET next_display_id = next_display_id + 1 WHERE id = %1$s
                                RETURNING next_display_id - 1 AS display_id)
                INSERT INTO conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id)
                SELECT %1$s, %2$s, %3$d, %4$d, display_id FROM number RETURNING id""".formatted(account, inbox, contact, contactInbox)));
    }

    /** Runs a statement that returns one number. */
    protected int id(String sql) {
        return Integer.parseInt(one(sql).toString());
    }

    /** The one value a query returns. */
    protected Object one(String sql) {
        return await(database.sql(sql).map(row -> row.get(0)).one());
    }

    protected List<Map<String, Object>> rows(String sql) {
        return await(database.sql(sql).fetch().all().collectList());
    }

    protected void sql(String sql) {
        database.sql(sql).then().block(LIMIT);
    }

    /** Makes a change, and ends its transaction only when something begun meanwhile waits for it. */
    protected void inTheMiddleOf(Mono<Void> change, Runnable meanwhile) {
        AtomicInteger changed = new AtomicInteger();
        Sinks.Empty<Void> somethingWaits = Sinks.empty();
        Mono<Void> committed = database.sql("SELECT pg_backend_pid()")
                .map(row -> row.get(0, Integer.class))
                .one()
                .flatMap(pid -> change.doOnSuccess(done -> changed.set(pid)))
                .then(somethingWaits.asMono())
                .as(transaction::transactional)
                .cache();
        committed.subscribe();
        eventually(() -> assertThat(changed).doesNotHaveValue(0));
        meanwhile.run();
        eventually(() -> assertThat(one("SELECT count(*) FROM pg_stat_activity WHERE %d = ANY (pg_blocking_pids(pid))"
                        .formatted(changed.get())))
                .isEqualTo(1L));
        somethingWaits.tryEmitEmpty();
        committed.block(LIMIT);
    }

    protected static void eventually(ThrowingRunnable assertions) {
        Awaitility.await().atMost(LIMIT).untilAsserted(assertions);
    }

    protected static <T> T await(Mono<T> mono) {
        return mono.blockOptional(LIMIT).orElseThrow(() -> new AssertionError("nothing came"));
    }

    /** The events of a type that the account was told so far, read from the topic; waits until the outbox is empty. */
    protected List<HubEvent> publishedEvents(AccountId account, String type) {
        awaitEmptyOutbox();
        return published(topics.events(), HubEvent.class).stream()
                .filter(it -> it.accountId().equals(account))
                .filter(it -> OutgoingRecord.typeOf(it).endsWith("." + type))
                .toList();
    }

    /** Waits until the store's consumers have handled everything that is on the topic now. */
    protected void awaitConsumed(String topic) {
        awaitConsumed(topic, "store");
    }

    protected void awaitConsumed(String topic, String groupName) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            String group = topics.prefix() + groupName;
            eventually(() ->
                    assertThat(lag(admin, group, topic)).as("lag of %s", topic).isZero());
        }
    }

    private static long lag(Admin admin, String group, String topic) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> done = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .forEach(it -> ends.put(new TopicPartition(topic, it.partition()), OffsetSpec.latest()));
        return admin.listOffsets(ends).all().get().entrySet().stream()
                .mapToLong(end -> end.getValue().offset()
                        - (done.get(end.getKey()) == null
                                ? 0
                                : done.get(end.getKey()).offset()))
                .sum();
    }

    /** How many records a topic holds. */
    protected long recordsOn(String topic) {
        return published(topic, bytes -> bytes).size();
    }

    protected void awaitEmptyOutbox() {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> one("SELECT count(*) FROM outbox").equals(0L));
    }

    /** Everything on a topic, partition by partition. */
    protected <T> List<T> published(String topic, Class<T> type) {
        return published(topic, bytes -> {
            try {
                return ContractJson.read(bytes, type);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private <T> List<T> published(String topic, Function<byte[], T> reader) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", kafka,
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class);
        List<T> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(reader.apply(record.value()));
                }
            }
        }
        return values;
    }
}
