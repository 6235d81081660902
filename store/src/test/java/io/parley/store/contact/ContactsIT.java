package io.parley.store.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.ContactUpdated;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.ContactDetails;
import io.parley.store.contact.Contacts.ContactPage;
import io.parley.store.contact.Contacts.ContactSort;
import io.parley.store.contact.Contacts.ContactSort.Field;
import io.parley.store.contact.Contacts.CreatedContact;
import io.parley.store.contact.Contacts.NewContact;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactsIT extends ApiIntegration {

    private static final ContactSort BY_NAME = new ContactSort(Field.NAME, false);

    @Test
    void createsAContactInAnInboxAndTellsItsMembers() {
        InboxId inbox = anInbox(Channel.WHATSAPP);

        CreatedContact created = await(contacts.create(
                administrator,
                new NewContact(
                        inbox,
                        null,
                        " Bia ",
                        "Bia@Example.ORG",
                        "+551188887777",
                        "551188887777@s.whatsapp.net",
                        null,
                        null,
                        json("plan", "gold"),
                        null)));

        assertThat(created.contact().contact()).satisfies(contact -> {
            assertThat(contact.name()).isEqualTo("Bia");
            assertThat(contact.email()).isEqualTo("bia@example.org");
            assertThat(contact.phone()).isEqualTo("+551188887777");
            assertThat(contact.customAttributes().path("plan").asText()).isEqualTo("gold");
            assertThat(contact.additionalAttributes().isObject()).isTrue();
        });
        assertThat(created.inbox().sourceId()).isEqualTo("+5511988887777");
        assertThat(created.contact().inboxes()).containsExactly(created.inbox());
        assertThat(hubEvents()).singleElement().satisfies(event -> {
            assertThat(event.inboxId()).isEqualTo(inbox);
            assertThat(event.body())
                    .isEqualTo(new EventBody.ContactCreated(created.contact().contact()));
        });
        assertThat(one("SELECT reply_to FROM contact_inboxes WHERE inbox_id = " + inbox))
                .isEqualTo("551188887777@s.whatsapp.net");
        assertThat(addressesOf(created.contact().contact().id()))
                .containsExactly("email bia@example.org", "phone +5511988887777");
    }

    @Test
    void takesTheNumberBridgesPairBy() {
        assertThat(contactOf(aNewContact("EvolutionAPI", "+123456")).contact().phone())
                .isEqualTo("+123456");
    }

    @Test
    void givesARandomSourceIdInApiInboxesAndKeepsAGivenOne() {
        InboxId inbox = anInbox(Channel.API);

        CreatedContact random = await(contacts.create(administrator, inInbox(inbox, null)));
        CreatedContact given = await(contacts.create(administrator, inInbox(inbox, "abc")));
        StoreFailure.Invalid taken = invalid(contacts.create(administrator, inInbox(inbox, "abc")));

        assertThat(random.inbox().sourceId()).hasSize(36);
        assertThat(given.inbox().sourceId()).isEqualTo("abc");
        assertThat(taken.attribute()).isEqualTo("source_id");
    }

    @Test
    void refusesWhatIsTaken() {
        contactOf(new NewContact(null, null, "A", "a@x.org", "+5511988887777", "a-1", null, null, null, null));

        assertThat(invalid(contacts.create(administrator, aNewContact("B", "+5511988887777"))))
                .hasMessage("Phone number has already been taken")
                .extracting(StoreFailure.Invalid::attribute)
                .isEqualTo("phone_number");
        // the same person without the ninth digit
        assertThat(invalid(contacts.create(administrator, aNewContact("B", "+551188887777"))))
                .hasMessage("Phone number has already been taken");
        assertThat(invalid(contacts.create(
                        administrator, new NewContact(null, null, "B", "A@X.org", null, null, null, null, null, null))))
                .hasMessage("Email has already been taken");
        assertThat(invalid(contacts.create(
                        administrator, new NewContact(null, null, "B", null, null, "a-1", null, null, null, null))))
                .hasMessage("Identifier has already been taken");
        assertThat(rows("SELECT id FROM contacts WHERE account_id = " + account))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"5511988887777", "+0511988887777", "+55 11 98888", "+1234567890123456"})
    void refusesAPhoneThatIsNone(String phone) {
        assertThat(invalid(contacts.create(administrator, aNewContact("B", phone)))
                        .attribute())
                .isEqualTo("phone_number");
    }

    @Test
    void mergesAttributesKeepsWhatIsAbsentAndClearsWhatIsEmpty() {
        ContactDetails before = contactOf(new NewContact(
                null,
                null,
                "A",
                "a@x.org",
                aPhone(),
                "id-1",
                "http://x/y.png",
                null,
                json("a", "1"),
                json("city", "Rio")));
        forgetAnnounced();

        ContactDetails after = await(contacts.update(
                administrator,
                before.contact().id(),
                new ContactChange("Ana", "", null, null, "", true, json("b", "2"), null)));

        assertThat(after.contact()).satisfies(contact -> {
            assertThat(contact.name()).isEqualTo("Ana");
            assertThat(contact.email()).isNull();
            assertThat(contact.phone()).isEqualTo(before.contact().phone());
            assertThat(contact.identifier()).isEqualTo("id-1");
            assertThat(contact.pictureUrl()).isNull();
            assertThat(contact.blocked()).isTrue();
            assertThat(contact.customAttributes().toString()).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
            assertThat(contact.additionalAttributes().path("city").asText()).isEqualTo("Rio");
        });
        assertThat(addressesOf(after.contact().id()))
                .containsExactly("phone " + before.contact().phone());
        assertThat(events()).containsExactly(new ContactUpdated(after.contact()));
    }

    @Test
    void movesAddressesWithThePhoneButKeepsWhereTheContactWroteFrom() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        String wroteFrom = aPhone();
        String next = aPhone();
        ContactId known = await(contacts.create(
                        administrator, new NewContact(inbox, null, "A", null, wroteFrom, null, null, null, null, null)))
                .contact()
                .contact()
                .id();
        ContactId unknown = aContact();

        await(contacts.update(administrator, known, withPhone(next)));
        await(contacts.update(administrator, unknown, withPhone("+15559999")));

        assertThat(addressesOf(known)).containsExactly("phone " + wroteFrom, "phone " + next);
        assertThat(addressesOf(unknown)).containsExactly("phone +15559999");
    }

    @Test
    void tellsOfAChangeOnceForEachInboxTheContactWasMetIn() {
        InboxId first = anInbox(Channel.API);
        InboxId second = anInbox(Channel.API);
        ContactId contact = aContact();
        aConversation(first, contact);
        aConversation(second, contact);
        forgetAnnounced();

        await(contacts.update(administrator, contact, withPhone(aPhone())));

        assertThat(hubEvents()).extracting(HubEvent::inboxId).containsExactly(first, second);
    }

    @Test
    void listsOnlyContactsThatCanBeReachedInPagesOfFifteen() {
        for (int i = 0; i < 17; i++) {
            aContact();
        }
        contactOf(new NewContact(null, null, "Nobody", null, null, null, null, null, null, null));

        ContactPage first = await(contacts.list(administrator, BY_NAME, List.of(), 1));
        ContactPage second = await(contacts.list(administrator, BY_NAME, List.of(), 2));

        assertThat(first.contacts()).hasSize(15);
        assertThat(first.hasMore()).isTrue();
        assertThat(first.total()).isEqualTo(17);
        assertThat(second.contacts()).hasSize(2);
        assertThat(second.hasMore()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "NAME, false, a b c", "NAME, true, c b a", "EMAIL, false, b a c", "EMAIL, true, a b c",
        "PHONE, false, c b a", "PHONE, true, b c a", "LAST_ACTIVITY, true, b a c", "LAST_ACTIVITY, false, a b c",
        "CREATED, false, a b c", "CREATED, true, c b a"
    })
    void listsInEveryOrderWithWhatMissesTheValueLast(Field field, boolean descending, String names) {
        contactOf(new NewContact(null, null, "a", "z@x.org", null, null, null, null, null, null));
        contactOf(new NewContact(null, null, "b", "a@x.org", "+15552", null, null, null, null, null));
        contactOf(new NewContact(null, null, "c", null, "+15551", null, null, null, null, null));
        sql("UPDATE contacts SET last_activity_at = now() - interval '1 hour' WHERE name = 'a' AND account_id = "
                + account);
        sql("UPDATE contacts SET last_activity_at = now() WHERE name = 'b' AND account_id = " + account);

        ContactPage page = await(contacts.list(administrator, new ContactSort(field, descending), List.of(), 1));

        assertThat(page.contacts()).extracting(it -> it.contact().name()).containsExactly(names.split(" "));
    }

    @Test
    void searchesNamesAddressesAndIdentifiers() {
        contactOf(new NewContact(null, null, "Família (GROUP)", null, null, "123@g.us", null, null, null, null));
        contactOf(new NewContact(null, null, "Zoë", "zoe@example.org", "+15557001", null, null, null, null, null));

        assertThat(found("123@g.us")).containsExactly("Família (GROUP)");
        assertThat(found("FAMÍLIA")).containsExactly("Família (GROUP)");
        assertThat(found("7001")).containsExactly("Zoë");
        assertThat(found("OE@EXAMPLE")).containsExactly("Zoë");
        assertThat(found("100%")).isEmpty();
        assertThat(found("_")).isEmpty();
        assertThat(invalid(contacts.search(administrator, " ", BY_NAME, 1)).attribute())
                .isEqualTo("q");
    }

    @Test
    void keepsLabelsAndListsByThem() {
        ContactId contact = aContact();
        aContact();

        List<String> labels = await(contacts.setLabels(administrator, contact, List.of("VIP", "new", "vip")));
        await(contacts.setLabels(administrator, contact, List.of("vip")));

        assertThat(labels).containsExactly("new", "vip");
        assertThat(await(contacts.labels(administrator, contact))).containsExactly("vip");
        assertThat(await(contacts.list(administrator, BY_NAME, List.of("Vip"), 1))
                        .contacts())
                .extracting(it -> it.contact().id())
                .containsExactly(contact);
    }

    @Test
    void listsAContactsNewestConversations() {
        InboxId first = anInbox(Channel.API);
        InboxId second = anInbox(Channel.API);
        ContactId contact = aContact();
        var older = aConversation(first, contact);
        var newer = aConversation(second, contact);
        aReply(older, "hi");

        assertThat(all(contacts.conversations(administrator, contact)))
                .extracting(it -> it.displayId())
                .containsExactly(older.displayId(), newer.displayId());
        assertThat(all(contacts.conversations(aMemberOf(second), contact)))
                .extracting(it -> it.displayId())
                .containsExactly(newer.displayId());
    }

    @Test
    void showsAgentsTheContactsOfTheirInboxesAndOfNone() {
        InboxId theirs = anInbox(Channel.API);
        InboxId others = anInbox(Channel.API);
        Viewer agent = aMemberOf(theirs);
        ContactId met = aContact();
        ContactId metElsewhere = aContact();
        ContactId metNowhere = aContact();
        aConversation(theirs, met);
        aConversation(others, met);
        aConversation(others, metElsewhere);

        ContactPage page = await(contacts.list(agent, BY_NAME, List.of(), 1));

        assertThat(page.contacts()).extracting(it -> it.contact().id()).containsExactlyInAnyOrder(met, metNowhere);
        assertThat(page.total()).isEqualTo(2);
        assertThat(await(contacts.find(agent, met)).inboxes())
                .extracting(it -> it.inboxId())
                .containsExactly(theirs);
        assertThat(failureOf(contacts.find(agent, metElsewhere))).isInstanceOf(StoreFailure.NotFound.class);
    }

    private List<String> found(String query) {
        return await(contacts.search(administrator, query, BY_NAME, 1)).contacts().stream()
                .map(it -> it.contact().name())
                .toList();
    }

    private List<String> addressesOf(ContactId contact) {
        return rows("SELECT kind || ' ' || value AS address FROM contact_addresses WHERE contact_id = " + contact
                        + " ORDER BY 1")
                .stream()
                .map(row -> row.get("address").toString())
                .toList();
    }

    private static NewContact inInbox(InboxId inbox, @Nullable String sourceId) {
        return new NewContact(inbox, sourceId, "A", null, null, null, null, null, null, null);
    }

    private static ContactChange withPhone(String phone) {
        return new ContactChange(null, null, phone, null, null, null, null, null);
    }

    private static JsonNode json(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put(key, value);
    }
}
