package io.parley.agentgateway.api.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.ContactSort;
import io.parley.store.contact.Contacts.ContactSort.Field;
import io.parley.store.contact.Contacts.NewContact;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class ContactApiTest extends ApiTester {

    private static final String CONTACTS = ACCOUNT + "/contacts";

    @Test
    void listsThemWithTheTotalAndThePageAsItWasAsked() {
        getAsBo(CONTACTS + "?page=2&sort=-name&labels[]=vip&labels[]=new")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.meta.count")
                .isEqualTo(41)
                .jsonPath("$.meta.current_page")
                .isEqualTo("2")
                .jsonPath("$.meta.has_more")
                .doesNotExist()
                .jsonPath("$.payload[0].contact_inboxes[0].source_id")
                .isEqualTo("8d6f0c0e")
                .jsonPath("$.payload[0].contact_inboxes[0].inbox.channel_type")
                .isEqualTo("Channel::Api");

        assertThat(store.<List<Object>>asked("contacts"))
                .containsExactly(new ContactSort(Field.NAME, true), List.of("vip", "new"), 2);
    }

    @Test
    void countsPagesFromTheNumberOne() {
        getAsBo(CONTACTS + "?labels=vip&labels=new")
                .expectBody()
                .jsonPath("$.meta.current_page")
                .isEqualTo(1);

        assertThat(store.<List<Object>>asked("contacts"))
                .containsExactly(new ContactSort(Field.LAST_ACTIVITY, true), List.of("vip", "new"), 1);
    }

    @Test
    void leavesOutTheInboxesWhereTheyAreNotWanted() {
        getAsBo(CONTACTS + "?include_contact_inboxes=false")
                .expectBody()
                .jsonPath("$.payload[0].contact_inboxes")
                .doesNotExist();
    }

    @Test
    void searches() {
        client.get()
                .uri(URI.create("http://localhost:" + port + CONTACTS + "/search?q=%2B55%20%C3%A9&page=1"))
                .header("api_access_token", "bo-token")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.meta.count")
                .isEqualTo(1)
                .jsonPath("$.meta.current_page")
                .isEqualTo("1")
                .jsonPath("$.meta.has_more")
                .isEqualTo(true);

        assertThat(store.<String>asked("contact search")).isEqualTo("+55 é");
        getAsBo(CONTACTS + "/search?q=")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("{\"error\":\"Specify search string with parameter q\"}");
    }

    @Test
    void showsOneInAPayload() {
        getAsBo(CONTACTS + "/5")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.name")
                .isEqualTo("Ana")
                .jsonPath("$.payload.thumbnail")
                .isEqualTo("");
        getAsBo(CONTACTS + "/6").expectStatus().isNotFound();
    }

    @Test
    void makesOneAndNestsIt() {
        post(CONTACTS, """
                {'inbox_id':'3','name':'Ana','phone_number':'+5511999990000','avatar_url':null,'identifier':'x',
                 'custom_attributes':{'a':1}}
                """)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.contact.id")
                .isEqualTo(5)
                .jsonPath("$.payload.contact_inbox.source_id")
                .isEqualTo("8d6f0c0e")
                .jsonPath("$.payload.contact_inbox.inbox.id")
                .isEqualTo(3);

        assertThat(store.<NewContact>asked("new contact"))
                .isEqualTo(new NewContact(
                        Fixtures.API_INBOX,
                        null,
                        "Ana",
                        null,
                        "+5511999990000",
                        "x",
                        null,
                        null,
                        Fixtures.json("{'a':1}"),
                        null));
    }

    @Test
    void saysNothingOfAnInboxWhenNoneWasNamed() {
        post(CONTACTS, "{'name':'Ana'}")
                .expectBody()
                .jsonPath("$.payload.contact_inbox.inbox")
                .value(it -> assertThat(it).isNull())
                .jsonPath("$.payload.contact_inbox.source_id")
                .value(it -> assertThat(it).isNull());
    }

    @Test
    void saysWhichAttributeIsTaken() {
        post(CONTACTS, "{'identifier':'taken'}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("{\"message\":\"Identifier has already been taken\",\"attributes\":[\"identifier\"]}");
    }

    @Test
    void changesOneByPutOrPatchAndClearsWhatIsNull() {
        send(HttpMethod.PUT, CONTACTS + "/5", "{'name':'Ana B','email':null,'blocked':'true','avatar':null}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.id")
                .isEqualTo(5);

        assertThat(store.<ContactChange>asked("contact change"))
                .isEqualTo(new ContactChange("Ana B", "", null, null, null, true, null, null));

        send(HttpMethod.PATCH, CONTACTS + "/5", "{'additional_attributes':'{\\\"city\\\":\\\"Rio\\\"}'}")
                .expectStatus()
                .isOk();
        assertThat(store.<ContactChange>asked("contact change").additionalAttributes())
                .isEqualTo(Fixtures.json("{'city':'Rio'}"));
    }

    @Test
    void listsTheirConversations() {
        getAsBo(CONTACTS + "/5/conversations")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload[0].id")
                .isEqualTo(12)
                .jsonPath("$.payload[0].inbox_id")
                .isEqualTo(3)
                .jsonPath("$.payload[0].status")
                .isEqualTo("open");
    }

    @Test
    void replacesTheirLabels() {
        getAsBo(CONTACTS + "/5/labels").expectBody().jsonPath("$.payload[0]").isEqualTo("vip");
        sendAsBo(HttpMethod.POST, CONTACTS + "/5/labels", "{'labels':['a','b']}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"payload\":[\"a\",\"b\"]}");
    }
}
