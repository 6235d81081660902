package io.parley.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.RecordKey;
import io.parley.contract.contact.ContactView;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingRecordTest {

    private static final InboxId INBOX = new InboxId(7);

    @Test
    void isTheValueAsJsonUnderItsContactsKey() {
        OutgoingRecord outgoing = OutgoingRecord.of("topic", new RecordKey(INBOX, "+15550100"), failed(), "event");

        assertThat(outgoing.key()).isEqualTo("7:+15550100");
        assertThat(new String(outgoing.value(), StandardCharsets.UTF_8))
                .contains("\"type\":\"failed\"", "\"reason\":\"no such number\"");
    }

    @Test
    void isNamedByItsWireNameNotByItsClass() {
        assertThat(OutgoingRecord.typeOf(failed())).isEqualTo("io.parley.delivery.failed");
        assertThat(OutgoingRecord.typeOf(new Routed(new AccountId(1), profile(), List.of())))
                .isEqualTo("io.parley.routed");
        assertThat(OutgoingRecord.typeOf(event())).isEqualTo("io.parley.event.contact.created");
    }

    @Test
    void aTombstoneHasNoValue() {
        assertThat(OutgoingRecord.tombstone("topic", "7", "event").value()).isNull();
    }

    @Test
    void mustHaveAnEventId() {
        assertThatThrownBy(() -> OutgoingRecord.of("topic", "7", failed(), " "))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Delivery failed() {
        return new Delivery.Failed(INBOX, new MessageId(1), 1, "no such number", Instant.EPOCH);
    }

    private static Inbound profile() {
        return new Inbound.Profile(
                INBOX,
                io.parley.contract.Channel.WHATSAPP,
                new io.parley.contract.contact.Party(
                        List.of(new io.parley.contract.contact.ContactAddress(
                                io.parley.contract.contact.ContactAddress.Kind.PHONE, "+15550100")),
                        "15550100@s.whatsapp.net",
                        "Ada",
                        null),
                Instant.EPOCH);
    }

    private static HubEvent event() {
        ContactView contact = new ContactView(
                new ContactId(1),
                new AccountId(1),
                "Ada",
                null,
                null,
                null,
                null,
                false,
                false,
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode(),
                null,
                Instant.EPOCH);
        return new HubEvent("id", new AccountId(1), null, Instant.EPOCH, new EventBody.ContactCreated(contact));
    }
}
