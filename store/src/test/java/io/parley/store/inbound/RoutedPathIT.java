package io.parley.store.inbound;

import static io.parley.store.inbound.Messages.phone;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.Topics;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.MessageView;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.store.SharedStoreIntegration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From the topic to rows and events, with the consumers the store really runs. */
class RoutedPathIT extends SharedStoreIntegration {

    @Autowired
    RecordPublisher publisher;

    AccountId account;
    InboxId inbox;
    Messages messages;

    @BeforeEach
    void anAccountWithAnInbox() {
        account = anAccount();
        inbox = anInbox(account, Channel.WHATSAPP);
        messages = new Messages(account, inbox);
    }

    @Test
    void storesOneMessageOfAHundredThatAreTheSame() {
        Routed message = messages.text(phone("5511988887777", "Maria"), "A1", "Oi");
        List<OutgoingRecord> onAllPartitions = IntStream.range(0, 100)
                .mapToObj(it -> OutgoingRecord.of(topics.routed(), "key-" + it, message, "id"))
                .toList();

        publish(onAllPartitions);
        awaitConsumed(topics.routed());

        assertThat(count("messages")).isEqualTo(1);
        assertThat(count("conversations")).isEqualTo(1);
        assertThat(count("contacts")).isEqualTo(1);
        assertThat(one("SELECT unread_count FROM conversations WHERE account_id = " + account))
                .isEqualTo(1);
        assertThat(publishedEvents(account, "message.created")).hasSize(1);
    }

    @Test
    void knowsOneContactWhoWritesToTwoInboxesAtOnce() {
        Messages other = new Messages(account, anInbox(account, Channel.WHATSAPP));
        List<OutgoingRecord> records = new ArrayList<>();
        for (int person = 0; person < 50; person++) {
            String number = "55119888800" + (10 + person);
            records.add(toRecord(messages.text(phone(number, "Maria"), "A" + person, "Oi")));
            records.add(toRecord(other.text(phone(number, "Maria"), "B" + person, "Oi")));
        }

        publish(records);
        awaitConsumed(topics.routed());

        assertThat(count("contacts")).isEqualTo(50);
        assertThat(count("conversations")).isEqualTo(100);
        assertThat(count("messages")).isEqualTo(100);
    }

    @Test
    void keepsEachContactsMessagesInOrder() {
        List<OutgoingRecord> records = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            for (int person = 0; person < 20; person++) {
                records.add(toRecord(messages.text(
                        phone("55119888800" + (10 + person), "Maria"),
                        person + "-" + number,
                        "%03d".formatted(number))));
            }
        }

        publish(records);
        awaitConsumed(topics.routed());

        assertThat(count("messages")).isEqualTo(1000);
        assertThat(rows("""
                        SELECT DISTINCT string_agg(text, ',' ORDER BY id) AS line FROM messages
                         WHERE account_id = %s GROUP BY conversation_id""".formatted(account)))
                .as("the same line in every conversation")
                .singleElement()
                .satisfies(it -> assertThat(it.get("line").toString().split(","))
                        .isSorted()
                        .hasSize(50));
        assertThat(announcedOrder().values())
                .allSatisfy(texts -> assertThat(texts).isSorted().hasSize(50));
    }

    @Test
    void putsAPoisonedRecordAsideAndStoresTheRest() {
        List<OutgoingRecord> records = new ArrayList<>();
        IntStream.range(0, 20)
                .forEach(it -> records.add(toRecord(messages.text(phone("5511988887777", "Maria"), "A" + it, "Oi"))));
        Messages ofNobody = new Messages(account, new InboxId(999_999));
        records.add(
                10,
                OutgoingRecord.of(
                        topics.routed(),
                        inbox + ":+5511988887777",
                        ofNobody.text(phone("5511988887777", "Maria"), "poison", "no inbox takes this"),
                        "id"));
        records.add(
                5,
                OutgoingRecord.ofJson(
                        topics.routed(),
                        inbox + ":+5511988887777",
                        "no JSON".getBytes(StandardCharsets.UTF_8),
                        "id",
                        "test"));

        publish(records);
        eventually(() -> assertThat(count("messages")).isEqualTo(20));
        awaitConsumed(topics.routed());

        assertThat(recordsOn(Topics.deadLetterOf(topics.routed()))).isEqualTo(2);
        assertThat(count("messages")).isEqualTo(20);
    }

    private Map<Integer, List<String>> announcedOrder() {
        return publishedEvents(account, "message.created").stream()
                .map(HubEvent::body)
                .map(EventBody.MessageCreated.class::cast)
                .map(EventBody.MessageCreated::message)
                .collect(Collectors.groupingBy(
                        it -> it.conversationId().value(), Collectors.mapping(MessageView::text, Collectors.toList())));
    }

    private OutgoingRecord toRecord(Routed routed) {
        return OutgoingRecord.of(
                topics.routed(),
                routed.inbound().key(),
                routed,
                UUID.randomUUID().toString());
    }

    private void publish(List<OutgoingRecord> records) {
        publisher.publish(records).block(LIMIT);
    }

    private int count(String table) {
        return Math.toIntExact((Long) one("SELECT count(*) FROM %s WHERE account_id = %s".formatted(table, account)));
    }
}
