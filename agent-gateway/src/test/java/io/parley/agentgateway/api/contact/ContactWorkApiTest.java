package io.parley.agentgateway.api.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.id.ContactId;
import io.parley.store.StoreFailure;
import io.parley.store.attribute.AttributeDefinitions.Definition;
import io.parley.store.attribute.AttributeDefinitions.DefinitionChange;
import io.parley.store.attribute.AttributeDefinitions.Model;
import io.parley.store.attribute.AttributeDefinitions.Type;
import io.parley.store.contact.ContactNotes.Note;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.ConversationFilter.Sort;
import io.parley.store.filter.Condition;
import io.parley.store.filter.Condition.Operator;
import io.parley.store.filter.SavedFilters.FilterChange;
import io.parley.store.filter.SavedFilters.SavedFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class ContactWorkApiTest extends ApiTester {

    @Test
    void filtersContactsAsBridgesDo() {
        post(
                        ACCOUNT + "/contacts/filter",
                        "{'payload':[{'attribute_key':'phone_number','filter_operator':'equal_to','values':['5511'],"
                                + "'query_operator':'OR'},{'attribute_key':'phone_number','filter_operator':'equal_to',"
                                + "'values':['55119'],'query_operator':null}]}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.meta.count")
                .isEqualTo(41)
                .jsonPath("$.payload[0].name")
                .isEqualTo("Ana");

        assertThat(store.<List<Condition>>asked("contact conditions"))
                .containsExactly(
                        new Condition("phone_number", Operator.EQUAL_TO, List.of("5511"), true),
                        new Condition("phone_number", Operator.EQUAL_TO, List.of("55119"), false));
        post(
                        ACCOUNT + "/contacts/filter",
                        "{'payload':[{'attribute_key':'name','filter_operator':'rhymes_with','values':['x']}]}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.error")
                .isNotEmpty();
    }

    @Test
    void filtersConversationsInAnyOrder() {
        post(
                        ACCOUNT + "/conversations/filter?sort_by=created_at_asc",
                        "{'payload':[{'attribute_key':'status','filter_operator':'equal_to','values':['all']}]}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.meta.all_count")
                .isEqualTo(5)
                .jsonPath("$.payload[0].id")
                .isEqualTo(12);

        ConversationFilter filter = store.asked("filter");
        assertThat(filter.sort()).isEqualTo(Sort.CREATED_ASC);
        assertThat(filter.status()).isNull();
        assertThat(filter.conditions().getFirst().values()).hasSize(4);
    }

    @Test
    void writesNotesWithTheirAuthor() {
        store.parts.answer(
                "ContactNotes.create", new Note(3, Fixtures.ANA, Fixtures.BO, "Likes tea", Fixtures.NOW, Fixtures.NOW));

        post(ACCOUNT + "/contacts/5/notes", "{'note':{'content':'Likes tea'}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.content")
                .isEqualTo("Likes tea")
                .jsonPath("$.user.name")
                .isEqualTo("Bo Li");
        assertThat(store.parts.asked("ContactNotes.create")).containsExactly(Fixtures.ANA, "Likes tea");
        get(ACCOUNT + "/contacts/5/notes?before=9").expectStatus().isOk();
        assertThat(store.parts.asked("ContactNotes.list")).containsExactly(Fixtures.ANA, 9);
        store.parts.answer("ContactNotes.delete", new StoreFailure.NotAllowed());
        send(HttpMethod.DELETE, ACCOUNT + "/contacts/5/notes/3", "{}")
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void mergesAfterAPreview() {
        get(ACCOUNT + "/actions/contact_merge?base_contact_id=5&mergee_contact_id=6")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.conversations")
                .isEqualTo(3)
                .jsonPath("$.joined_conversations")
                .isEqualTo(1);

        post(ACCOUNT + "/actions/contact_merge", "{'base_contact_id':'5','mergee_contact_id':6}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(5);
        assertThat(store.<List<ContactId>>asked("merge")).containsExactly(new ContactId(5), new ContactId(6));
        post(ACCOUNT + "/actions/contact_merge", "{'base_contact_id':5}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void onlyAdministratorsErase() {
        sendAsBo(HttpMethod.DELETE, ACCOUNT + "/contacts/5", "{}")
                .expectStatus()
                .isUnauthorized();
        send(HttpMethod.DELETE, ACCOUNT + "/contacts/5", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        assertThat(store.<ContactId>asked("contact deleted")).isEqualTo(new ContactId(5));
    }

    @Test
    void definesCustomAttributesByNameOrNumber() {
        store.parts.answer(
                "AttributeDefinitions.create",
                new Definition(
                        1,
                        Model.CONTACT,
                        "plan",
                        "Plan",
                        Type.LIST,
                        null,
                        null,
                        null,
                        List.of("gold"),
                        null,
                        Fixtures.NOW,
                        Fixtures.NOW));

        post(
                        ACCOUNT + "/custom_attribute_definitions",
                        "{'custom_attribute_definition':{'attribute_display_name':'Plan','attribute_key':'plan',"
                                + "'attribute_display_type':6,'attribute_model':1,'attribute_values':['gold']}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.attribute_model")
                .isEqualTo("contact_attribute")
                .jsonPath("$.attribute_display_type")
                .isEqualTo("list");

        assertThat(store.parts.asked("AttributeDefinitions.create"))
                .containsExactly(new DefinitionChange(
                        Model.CONTACT, "plan", "Plan", Type.LIST, null, null, null, List.of("gold"), null));
        send(HttpMethod.DELETE, ACCOUNT + "/custom_attribute_definitions/1", "{}")
                .expectStatus()
                .isNoContent();
    }

    @Test
    void keepsFiltersUnderAName() {
        store.parts.answer(
                "SavedFilters.create",
                new SavedFilter(
                        4, "Mine", "conversation", Fixtures.json("{'payload':[]}"), Fixtures.NOW, Fixtures.NOW));

        post(ACCOUNT + "/custom_filters", "{'name':'Mine','filter_type':0,'query':{'payload':[]}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.filter_type")
                .isEqualTo("conversation");

        assertThat(store.parts.asked("SavedFilters.create"))
                .containsExactly(new FilterChange("Mine", "conversation", Fixtures.json("{'payload':[]}")));
        send(HttpMethod.DELETE, ACCOUNT + "/custom_filters/4", "{}")
                .expectStatus()
                .isNoContent();
    }
}
