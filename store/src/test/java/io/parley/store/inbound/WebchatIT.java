package io.parley.store.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.ContactAddress.Kind;
import io.parley.contract.contact.Party;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.message.MessageView;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.store.SharedStoreIntegration;
import io.parley.store.visitor.Visitors;
import io.parley.store.visitor.Visitors.VisitorState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Visitors of websites: who they are, what they see, and how they end a conversation. */
class WebchatIT extends SharedStoreIntegration {

    @Autowired
    StoreInbound useCase;

    @Autowired
    Visitors visitors;

    AccountId account;
    InboxId inbox;
    Messages messages;

    @BeforeEach
    void anAccountWithAWebsite() {
        account = anAccount();
        inbox = anInbox(account, Channel.WEBCHAT);
        messages = new Messages(account, inbox);
    }

    @Test
    void makesAContactOfAVisitorWhoWritesAndGivesThemAName() {
        store(messages.text(visitor("visitor-1a2b"), "in:visitor-1a2b:m1", "hello"));

        VisitorState state = find("visitor-1a2b");
        assertThat(state.contact().name()).isEqualTo("Visitor 1A2B");
        assertThat(state.verified()).isFalse();
        assertThat(state.conversation()).isNotNull();
        assertThat(said("visitor-1a2b")).containsExactly("hello");
    }

    @Test
    void makesAVisitorOneWithTheContactWhoHasTheirEmail() {
        int ana = aContact("ana@loja.example", null);
        store(messages.text(visitor("v1"), "in:v1:m1", "before"));

        store(identified(visitor("v1", new ContactAddress(Kind.EMAIL, "ana@loja.example")), false, null));
        store(messages.text(visitor("v1"), "in:v1:m2", "after"));

        assertThat(find("v1").contact().id().value()).isEqualTo(ana);
        assertThat(contacts()).isEqualTo(1);
        assertThat(said("v1")).containsExactly("before", "after");
        assertThat(rows("SELECT id FROM conversations WHERE inbox_id = " + inbox + " AND status = 'open'"))
                .hasSize(1);
    }

    @Test
    void showsAVisitorOnlyWhatWasSaidUnderTheirOwnName() {
        store(identified(visitor("v1", new ContactAddress(Kind.EMAIL, "ana@loja.example")), false, null));
        store(messages.text(visitor("v1"), "in:v1:m1", "my secret"));

        store(identified(visitor("v2", new ContactAddress(Kind.EMAIL, "ana@loja.example")), false, null));
        store(messages.text(visitor("v2"), "in:v2:m1", "I say I am Ana"));

        assertThat(contacts()).isEqualTo(1);
        assertThat(said("v1")).containsExactly("my secret");
        assertThat(said("v2")).containsExactly("I say I am Ana");
        assertThat(find("v1").conversation()).isNull();
    }

    @Test
    void joinsNoTwoContactsWhoAreKnown() {
        int ana = aContact("ana@loja.example", null);
        int bo = aContact(null, "+5511988887777");
        store(identified(visitor("v1", new ContactAddress(Kind.EMAIL, "ana@loja.example")), false, null));

        store(identified(visitor("v1", new ContactAddress(Kind.PHONE, "+5511988887777")), false, null));

        assertThat(find("v1").contact().id().value()).isEqualTo(ana);
        assertThat(one("SELECT phone FROM contacts WHERE id = " + bo)).isEqualTo("+5511988887777");
        assertThat(contacts()).isEqualTo(2);
    }

    @Test
    void takesTheHistoryOfAVisitorTheSiteVouchesForAlong() {
        store(messages.text(visitor("v1"), "in:v1:m1", "who am I"));

        store(identified(visitor("v1", new ContactAddress(Kind.IDENTIFIER, "customer-17")), true, "u17"));
        store(messages.text(visitor("u17"), "in:u17:m1", "from my phone"));

        assertThat(said("u17")).containsExactly("who am I", "from my phone");
        assertThat(said("v1")).isEmpty();
        assertThat(find("u17").verified()).isTrue();
        assertThat(one("SELECT identifier FROM contacts WHERE account_id = " + account))
                .isEqualTo("customer-17");
        assertThat(rows("SELECT id FROM conversations WHERE inbox_id = " + inbox))
                .hasSize(1);
    }

    @Test
    void keepsWhatAPageSaidOfTheConversationUntilThereIsOne() {
        Party visitor = visitor("v1");
        store(messages.routed(new Inbound.Identified(
                inbox,
                Channel.WEBCHAT,
                visitor,
                false,
                null,
                JsonNodeFactory.instance.objectNode().put("plan", "pro"),
                JsonNodeFactory.instance.objectNode().put("order", 4711),
                JsonNodeFactory.instance.objectNode().put("referer", "https://loja.example/cart"),
                Instant.now())));

        store(messages.text(visitor, "in:v1:m1", "about my order"));

        assertThat(find("v1").contact().customAttributes().path("plan").asText())
                .isEqualTo("pro");
        assertThat(find("v1").conversation().customAttributes().path("order").asInt())
                .isEqualTo(4711);
        assertThat(find("v1")
                        .conversation()
                        .additionalAttributes()
                        .path("referer")
                        .asText())
                .isEqualTo("https://loja.example/cart");
    }

    @Test
    void resolvesWhatTheContactEndedAndNotWhatTheyWroteSince() {
        Routed ended = ended("v1", Instant.now().plusSeconds(1));
        store(messages.text(visitor("v1"), "in:v1:m1", "thanks"), ended);

        assertThat(find("v1").conversation().status().wireName()).isEqualTo("resolved");

        assertThat(rows("SELECT text, content_attributes #>> '{activity,kind}' AS kind FROM messages"
                        + " WHERE direction = 'activity' AND account_id = " + account))
                .containsExactly(Map.of("text", "Conversation was ended by Visitor V1", "kind", "ended"));

        Routed late = ended("v1", Instant.now().minusSeconds(60));
        store(messages.text(visitor("v1"), "in:v1:m2", "one more thing"));
        store(late);

        assertThat(find("v1").conversation().status().wireName()).isEqualTo("open");
        assertThat(publishedEvents(account, "conversation.updated")).isNotEmpty();
    }

    private static Party visitor(String sourceId, ContactAddress... known) {
        List<ContactAddress> addresses = new ArrayList<>();
        addresses.add(new ContactAddress(Kind.VISITOR, sourceId));
        addresses.addAll(List.of(known));
        return new Party(addresses, sourceId, null, null);
    }

    private Routed identified(Party party, boolean verified, String becomes) {
        return messages.routed(new Inbound.Identified(
                inbox, Channel.WEBCHAT, party, verified, becomes, null, null, null, Instant.now()));
    }

    private Routed ended(String visitor, Instant at) {
        return messages.routed(new Inbound.Ended(inbox, Channel.WEBCHAT, visitor(visitor), at));
    }

    private int aContact(String email, String phone) {
        int id = id("INSERT INTO contacts (account_id, name, email, phone) VALUES (%s, 'Known', %s, %s) RETURNING id"
                .formatted(account, quoted(email), quoted(phone)));
        sql("INSERT INTO contact_addresses (account_id, kind, value, contact_id) VALUES (%s, '%s', '%s', %d)"
                .formatted(account, email == null ? "phone" : "email", email == null ? phone : email, id));
        return id;
    }

    private static String quoted(String value) {
        return value == null ? "NULL" : "'" + value + "'";
    }

    private int contacts() {
        return id("SELECT count(*)::int FROM contacts WHERE account_id = " + account);
    }

    private VisitorState find(String visitor) {
        return await(visitors.find(inbox, visitor));
    }

    private List<String> said(String visitor) {
        return await(visitors.messages(inbox, visitor, null, 50)).stream()
                .map(MessageView::text)
                .toList();
    }

    private void store(Routed... routed) {
        useCase.store(ReceivedBatch.of(List.of(routed)).readable()).block(LIMIT);
    }
}
