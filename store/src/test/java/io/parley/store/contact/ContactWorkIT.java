package io.parley.store.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.event.EventBody;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.attribute.AttributeDefinitions.Definition;
import io.parley.store.attribute.AttributeDefinitions.DefinitionChange;
import io.parley.store.attribute.AttributeDefinitions.Model;
import io.parley.store.attribute.AttributeDefinitions.Type;
import io.parley.store.contact.ContactNotes.Note;
import io.parley.store.contact.Contacts.ContactDetails;
import io.parley.store.contact.Contacts.ContactSort;
import io.parley.store.contact.Contacts.ContactSort.Field;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.ConversationFilter.Assignee;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.conversation.ConversationFilter.Sort;
import io.parley.store.filter.Condition;
import io.parley.store.filter.Condition.Operator;
import io.parley.store.filter.SavedFilters.FilterChange;
import io.parley.store.filter.SavedFilters.SavedFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactWorkIT extends ApiIntegration {

    private static final ContactSort BY_NAME = new ContactSort(Field.NAME, false);

    @Test
    void keepsNotesThatOnlyTheirAuthorsAndAdministratorsChange() {
        InboxId inbox = anInbox(Channel.API);
        ContactId contact = aContact();
        aConversation(inbox, contact);
        Viewer author = aMemberOf(inbox);
        Viewer colleague = aMemberOf(inbox);

        Note first = await(contactNotes.create(author, contact, " Likes tea "));
        Note second = await(contactNotes.create(author, contact, "Pays late"));

        assertThat(first.content()).isEqualTo("Likes tea");
        assertThat(first.author()).isEqualTo(author.agentId());
        assertThat(all(contactNotes.list(colleague, contact, null))).containsExactly(second, first);
        assertThat(all(contactNotes.list(colleague, contact, second.id()))).containsExactly(first);
        assertThat(failureOf(contactNotes.update(colleague, contact, first.id(), "x")))
                .isInstanceOf(StoreFailure.NotAllowed.class);
        assertThat(await(contactNotes.update(administrator, contact, first.id(), "Likes coffee"))
                        .content())
                .isEqualTo("Likes coffee");
        contactNotes.delete(author, contact, first.id()).block(LIMIT);
        assertThat(all(contactNotes.list(colleague, contact, null))).containsExactly(second);
        assertThat(failureOf(contactNotes.find(author, aContact(), second.id())))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(invalid(contactNotes.create(author, contact, " ")).attribute())
                .isEqualTo("content");
    }

    @Test
    void mergesTwoContactsAndSaysBeforehandWhatThatDoes() {
        InboxId inbox = anInbox(Channel.API);
        ContactId base = aContactWith("Ana", aPhone(), null, "{\"plan\":\"gold\"}");
        ContactId other = aContactWith(
                "Ana Maria", null, "ana" + base + "@example.org", "{\"plan\":\"free\",\"city\":\"Recife\"}");
        ConversationView kept = aConversation(inbox, base);
        ConversationView emptied = aConversation(inbox, other);
        aReply(emptied, "of the other");
        await(contactNotes.create(administrator, other, "note"));
        await(contacts.setLabels(administrator, other, List.of("vip")));

        MergePreview preview = await(contacts.previewMerge(administrator, base, other));

        assertThat(preview.conversations()).isEqualTo(1);
        assertThat(preview.joined()).isEqualTo(1);
        assertThat(preview.notes()).isEqualTo(1);
        assertThat(await(contacts.find(administrator, other)).contact().name()).isEqualTo("Ana Maria");
        forgetAnnounced();

        ContactDetails merged = await(contacts.merge(administrator, base, other));

        assertThat(merged.contact().name()).isEqualTo("Ana");
        assertThat(merged.contact().email()).isEqualTo("ana" + base + "@example.org");
        assertThat(merged.contact().customAttributes().path("plan").asText()).isEqualTo("gold");
        assertThat(merged.contact().customAttributes().path("city").asText()).isEqualTo("Recife");
        assertThat(preview.merged().email()).isEqualTo(merged.contact().email());
        assertThat(preview.merged().customAttributes())
                .isEqualTo(merged.contact().customAttributes());
        assertThat(await(contacts.labels(administrator, base))).containsExactly("vip");
        assertThat(all(contactNotes.list(administrator, base, null))).hasSize(1);
        assertThat(failureOf(contacts.find(administrator, other))).isInstanceOf(StoreFailure.NotFound.class);
        assertThat(await(messages.list(administrator, kept.displayId(), null, null))
                        .messages())
                .anyMatch(it -> "of the other".equals(it.text()));
        assertThat(await(conversations.find(administrator, emptied.displayId())).status())
                .isEqualTo(ConversationStatus.RESOLVED);
        assertThat(events())
                .anyMatch(it -> it instanceof EventBody.ContactMerged told
                        && told.merged().equals(other));
        assertThat(events())
                .filteredOn(EventBody.ConversationUpdated.class::isInstance)
                .hasSize(2);
        assertThat(invalid(contacts.merge(administrator, base, base)).attribute())
                .isEqualTo("mergee_contact_id");
    }

    @Test
    void erasesAContactWithAllTheySaid() {
        ContactId contact = aContact();
        ConversationView conversation = aConversation(anInbox(Channel.API), contact);
        aReply(conversation, "to be forgotten");
        await(contactNotes.create(administrator, contact, "note"));
        forgetAnnounced();

        contacts.delete(administrator, contact).block(LIMIT);

        assertThat(failureOf(contacts.find(administrator, contact))).isInstanceOf(StoreFailure.NotFound.class);
        assertThat(failureOf(conversations.find(administrator, conversation.displayId())))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(rows("SELECT id FROM messages WHERE contact_id = " + contact))
                .isEmpty();
        assertThat(rows("SELECT id FROM contact_notes WHERE contact_id = " + contact))
                .isEmpty();
        assertThat(events()).singleElement().isInstanceOf(EventBody.ContactDeleted.class);
    }

    @Test
    void definesCustomAttributesOnceForEachModel() {
        Definition plan = await(attributeDefinitions.create(
                administrator,
                new DefinitionChange(
                        Model.CONTACT, "plan", "Plan", Type.LIST, "Which", null, null, List.of("free", "gold"), null)));

        assertThat(plan.choices()).containsExactly("free", "gold");
        assertThat(invalid(attributeDefinitions.create(
                                administrator,
                                new DefinitionChange(Model.CONTACT, "plan", "x", null, null, null, null, null, null)))
                        .attribute())
                .isEqualTo("attribute_key");
        assertThat(await(attributeDefinitions.update(
                                administrator,
                                plan.id(),
                                new DefinitionChange(
                                        null, null, "Tariff", null, null, "^a", "begins with a", List.of("a"), null)))
                        .displayName())
                .isEqualTo("Tariff");
        assertThat(all(attributeDefinitions.list(aMemberOf(), Model.CONTACT)))
                .extracting(Definition::key)
                .containsExactly("plan");
        assertThat(all(attributeDefinitions.list(administrator, Model.CONVERSATION)))
                .isEmpty();
        assertThat(invalid(attributeDefinitions.update(
                                administrator,
                                plan.id(),
                                new DefinitionChange(null, null, null, null, null, "(", null, null, null)))
                        .attribute())
                .isEqualTo("regex_pattern");
        attributeDefinitions.delete(administrator, plan.id()).block(LIMIT);
        assertThat(failureOf(attributeDefinitions.find(administrator, plan.id())))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void findsContactsByConditions() {
        String phone = aPhone();
        ContactId ana = aContactWith("Ana Lima", phone, null, "{\"plan\":\"Gold\",\"seats\":\"12\"}");
        ContactId bo = aContactWith("Bo", aPhone(), "bo" + ana + "@example.org", "{\"plan\":\"free\",\"seats\":\"7\"}");
        await(contacts.setLabels(administrator, bo, List.of("vip")));

        assertThat(found(is("phone_number", Operator.EQUAL_TO, phone.substring(1), "123")))
                .containsExactly(ana);
        assertThat(found(is("name", Operator.CONTAINS, "LIM"))).containsExactly(ana);
        assertThat(found(is("name", Operator.DOES_NOT_CONTAIN, "lim"))).containsExactly(bo);
        assertThat(found(is("email", Operator.STARTS_WITH, "BO"))).containsExactly(bo);
        assertThat(found(is("email", Operator.IS_NOT_PRESENT))).containsExactly(ana);
        assertThat(found(is("labels", Operator.EQUAL_TO, "VIP"))).containsExactly(bo);
        assertThat(found(is("labels", Operator.NOT_EQUAL_TO, "vip"))).containsExactly(ana);
        assertThat(found(is("labels", Operator.IS_PRESENT))).containsExactly(bo);
        assertThat(found(is("plan", Operator.EQUAL_TO, "gold"))).containsExactly(ana);
        assertThat(found(is("seats", Operator.IS_GREATER_THAN, "9"))).containsExactly(ana);
        assertThat(found(is("blocked", Operator.EQUAL_TO, "true"))).isEmpty();
        assertThat(found(is("created_at", Operator.IS_GREATER_THAN, "2020-01-01")))
                .containsExactly(ana, bo);
        assertThat(found(is("created_at", Operator.DAYS_BEFORE, "1"))).isEmpty();
        assertThat(found(
                        new Condition("plan", Operator.EQUAL_TO, List.of("none"), true),
                        new Condition("plan", Operator.EQUAL_TO, List.of("free"), false),
                        is("name", Operator.EQUAL_TO, "bo")))
                .containsExactly(bo);
        assertThat(invalid(contacts.filter(administrator, List.of(is("a'b", Operator.EQUAL_TO, "x")), BY_NAME, 1))
                        .attribute())
                .isEqualTo("attribute_key");
        assertThat(invalid(contacts.filter(administrator, List.of(is("blocked", Operator.CONTAINS, "x")), BY_NAME, 1))
                        .attribute())
                .isEqualTo("filter_operator");
    }

    @Test
    void findsConversationsByConditionsAndScrollsThem() {
        InboxId inbox = anInbox(Channel.API);
        int first = aConversation(inbox).displayId();
        int second = aConversation(inbox).displayId();
        int resolved = aConversation(inbox).displayId();
        await(conversations.assign(administrator, first, administrator.agentId()));
        await(conversations.setPriority(administrator, second, Priority.URGENT));
        await(conversations.setLabels(administrator, second, List.of("vip")));
        await(conversations.changeStatus(administrator, resolved, ConversationStatus.RESOLVED, null));
        ObjectNode attributes = JsonNodeFactory.instance.objectNode().put("order", "A-7");
        await(conversations.setCustomAttributes(administrator, resolved, attributes));

        assertThat(listed(is("status", Operator.EQUAL_TO, "resolved"))).containsExactly(resolved);
        assertThat(listed(is(
                        "assignee_id",
                        Operator.EQUAL_TO,
                        administrator.agentId().toString())))
                .containsExactly(first);
        assertThat(listed(is("assignee_id", Operator.IS_NOT_PRESENT))).containsExactlyInAnyOrder(second, resolved);
        assertThat(listed(is("priority", Operator.EQUAL_TO, "urgent"))).containsExactly(second);
        assertThat(listed(is("labels", Operator.EQUAL_TO, "vip"))).containsExactly(second);
        assertThat(listed(is("order", Operator.EQUAL_TO, "a-7"))).containsExactly(resolved);
        assertThat(listed(is("inbox_id", Operator.EQUAL_TO, inbox.toString()))).hasSize(3);
        assertThat(await(conversations.counts(administrator, that(is("inbox_id", Operator.EQUAL_TO, inbox.toString()))))
                        .all())
                .isEqualTo(3);

        ConversationFilter all = that(is("inbox_id", Operator.EQUAL_TO, inbox.toString()));
        List<ConversationView> head = await(conversations.listAfter(administrator, all, null, 2));
        List<ConversationView> tail =
                await(conversations.listAfter(administrator, all, head.getLast().displayId(), 2));
        assertThat(head).hasSize(2);
        assertThat(tail).hasSize(1);
    }

    @Test
    void keepsFiltersOfAnAgentForThemAlone() {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        query.putArray("payload");
        SavedFilter mine = await(savedFilters.create(administrator, new FilterChange("Mine", "conversation", query)));

        Viewer colleague = aMemberOf();

        assertThat(all(savedFilters.list(administrator, "conversation"))).containsExactly(mine);
        assertThat(all(savedFilters.list(administrator, "contact"))).isEmpty();
        assertThat(all(savedFilters.list(colleague, null))).isEmpty();
        assertThat(failureOf(savedFilters.find(colleague, mine.id()))).isInstanceOf(StoreFailure.NotFound.class);
        assertThat(failureOf(savedFilters.delete(colleague, mine.id()))).isInstanceOf(StoreFailure.NotFound.class);
        assertThat(await(savedFilters.update(administrator, mine.id(), new FilterChange("Ours", null, null)))
                        .name())
                .isEqualTo("Ours");
        savedFilters.delete(administrator, mine.id()).block(LIMIT);
        assertThat(all(savedFilters.list(administrator, null))).isEmpty();
    }

    private ContactId aContactWith(String name, String phone, String email, String attributes) {
        try {
            return contactOf(new NewContact(
                            null,
                            null,
                            name,
                            email,
                            phone,
                            null,
                            null,
                            null,
                            io.parley.contract.ContractJson.mapper().readTree(attributes),
                            null))
                    .contact()
                    .id();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<ContactId> found(Condition... conditions) {
        return await(contacts.filter(administrator, List.of(conditions), BY_NAME, 1)).contacts().stream()
                .map(it -> it.contact().id())
                .toList();
    }

    private List<Integer> listed(Condition condition) {
        return await(conversations.list(administrator, that(condition), 1)).conversations().stream()
                .map(ConversationView::displayId)
                .toList();
    }

    private static Condition is(String attribute, Operator operator, String... values) {
        return new Condition(attribute, operator, List.of(values), false);
    }

    private static ConversationFilter that(Condition condition) {
        return new ConversationFilter(
                        null, Assignee.ALL, null, null, List.of(), Kind.ANY, null, Sort.LAST_ACTIVITY_DESC)
                .withConditions(List.of(condition));
    }
}
