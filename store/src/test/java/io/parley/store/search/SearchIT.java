package io.parley.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.InboxId;
import io.parley.store.VectorIntegration;
import io.parley.store.Viewer;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.label.Labels.LabelChange;
import io.parley.store.search.Search.FoundContact;
import io.parley.store.search.Search.FoundConversation;
import io.parley.store.search.Search.FoundMessage;
import io.parley.store.search.Search.Mode;
import io.parley.store.search.Search.SearchFilter;
import io.parley.store.search.Search.SearchRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is found, by words and by meaning, and by whom. */
class SearchIT extends VectorIntegration {

    @Autowired
    private Search search;

    private InboxId inbox;

    @BeforeEach
    void anInbox() {
        inbox = anInbox(Channel.API);
    }

    @Test
    void findsWordsInAnyFormInThreeLanguagesWithoutAccents() {
        said("Quero a devolução dos produtos", "¿Dónde está mi reembolso?", "My deliveries are always late", "Bom dia");

        assertThat(found("devolucoes produto", Mode.WORDS)).containsExactly("Quero a devolução dos produtos");
        assertThat(found("reembolsos donde", Mode.WORDS)).containsExactly("¿Dónde está mi reembolso?");
        assertThat(found("delivery", Mode.WORDS)).containsExactly("My deliveries are always late");
        assertThat(found("nothing like it", Mode.WORDS)).isEmpty();
    }

    @Test
    void findsWhatIsMeantInOtherWords() {
        said(
                "I want my money back for the broken lamp",
                "What are your opening hours on Sunday?",
                "The parcel has not arrived yet");

        assertThat(found("refund for a damaged item", Mode.MEANING))
                .first()
                .isEqualTo("I want my money back for the broken lamp");
        assertThat(found("where is my package", Mode.FUSED)).first().isEqualTo("The parcel has not arrived yet");
    }

    @Test
    void rareWordsCountMoreAndPhrasesAndExclusionsHold() {
        said("order 4711 is missing", "order 12 is missing a lamp", "the order is complete", "missing my order");

        assertThat(found("order 4711", Mode.WORDS)).first().isEqualTo("order 4711 is missing");
        assertThat(found("\"missing my order\"", Mode.WORDS)).containsExactly("missing my order");
        assertThat(found("missing -lamp -4711", Mode.WORDS)).containsExactly("missing my order");
    }

    @Test
    void marksTheWordsAndSaysWhereItWas() {
        ConversationView conversation = said("<b>refund</b> please");

        FoundMessage found = messages("refund", Mode.FUSED).getFirst();

        assertThat(found.highlight()).isEqualTo("&lt;b&gt;<mark>refund</mark>&lt;/b&gt; please");
        assertThat(found.contact().id()).isEqualTo(conversation.contact().id());
        assertThat(found.inbox().id()).isEqualTo(inbox);
        assertThat(found.message().displayId()).isEqualTo(conversation.displayId());
        assertThat(found.score()).isBetween(0.5, 1.0);
    }

    @Test
    void filtersByWhatTheConversationIs() {
        ConversationView resolved = said("a question about invoices");
        ConversationView open = said("another question about invoices");
        await(conversations.changeStatus(administrator, resolved.displayId(), ConversationStatus.RESOLVED, null));
        await(conversations.assign(administrator, open.displayId(), administrator.agentId()));
        all(labels.create(administrator, new LabelChange("vip", null, null, null)));
        await(conversations.setLabels(administrator, open.displayId(), List.of("vip")));

        assertThat(found(new SearchFilter(null, ConversationStatus.RESOLVED, null, null, null, null)))
                .containsExactly("a question about invoices");
        assertThat(found(new SearchFilter(null, null, administrator.agentId(), null, null, null)))
                .containsExactly("another question about invoices");
        assertThat(found(new SearchFilter(null, null, null, "vip", null, null)))
                .containsExactly("another question about invoices");
        assertThat(found(new SearchFilter(anInbox(Channel.API), null, null, null, null, null)))
                .isEmpty();
        assertThat(found(new SearchFilter(inbox, null, null, null, Instant.now().minusSeconds(600), null)))
                .hasSize(2);
        assertThat(found(new SearchFilter(
                        null, null, null, null, null, Instant.now().minusSeconds(600))))
                .isEmpty();
    }

    @Test
    void anAgentFindsNothingOfInboxesTheyDoNotBelongToNorOfAnotherAccount() {
        said("the secret of inbox one");
        Viewer member = aMemberOf(inbox);
        Viewer stranger = aMemberOf(anInbox(Channel.API));
        Viewer ofAnotherAccount = new Viewer(anAccount(), administrator.agentId(), true);

        assertThat(messages(member, "secret of inbox", Mode.FUSED)).hasSize(1);
        for (Mode mode : Mode.values()) {
            assertThat(messages(stranger, "secret of inbox", mode)).isEmpty();
            assertThat(messages(ofAnotherAccount, "secret of inbox", mode)).isEmpty();
        }
        assertThat(await(search.conversations(stranger, request("secret of inbox", Mode.FUSED))))
                .isEmpty();
        assertThat(await(search.contacts(ofAnotherAccount, request("Bo", Mode.FUSED))))
                .isEmpty();
    }

    @Test
    void notesAreFoundAndDeletedMessagesAreNot() {
        ConversationView conversation = said("nothing of interest");
        await(messages.create(administrator, conversation.displayId(), aNote("allergic to peanuts")));
        awaitVectors();
        assertThat(messages("peanuts", Mode.FUSED))
                .singleElement()
                .satisfies(it -> assertThat(it.message().privateNote()).isTrue());

        await(messages.delete(
                administrator,
                conversation.displayId(),
                messages("peanuts", Mode.FUSED).getFirst().message().id()));

        assertThat(messages("peanuts", Mode.WORDS)).isEmpty();
    }

    @Test
    void findsContactsByPiecesAndSlips() {
        contactOf(new NewContact(
                null, null, "João Conceição", "joao.c@loja.example", "+5511987654321", null, null, null, null, null));

        assertThat(contacts("joao")).containsExactly("João Conceição");
        assertThat(contacts("Conseicao")).containsExactly("João Conceição");
        assertThat(contacts("98765-4321")).containsExactly("João Conceição");
        assertThat(contacts("loja.example")).containsExactly("João Conceição");
        assertThat(contacts("Margarete")).isEmpty();
        assertThat(contacts("%")).isEmpty();
    }

    @Test
    void findsConversationsByNumberContactAndWords() {
        ConversationView first = said("my invoice is wrong");
        ConversationView second = said("my invoice is right", "the invoice is great");

        assertThat(conversations("#" + second.displayId())).first().isEqualTo(second.displayId());
        assertThat(conversations("invoice")).containsExactlyInAnyOrder(first.displayId(), second.displayId());
        assertThat(conversations(first.contact().phone())).first().isEqualTo(first.displayId());
        assertThat(await(search.conversations(administrator, request("great invoice", Mode.FUSED))))
                .first()
                .extracting(FoundConversation::highlight)
                .isEqualTo("the <mark>invoice</mark> is <mark>great</mark>");
    }

    private ConversationView said(String... texts) {
        return said(inbox, texts);
    }

    private List<String> found(String query, Mode mode) {
        return messages(query, mode).stream().map(it -> it.message().text()).toList();
    }

    private List<String> found(SearchFilter filter) {
        return await(search.messages(administrator, new SearchRequest("invoices", filter, 1))).stream()
                .map(it -> it.message().text())
                .toList();
    }

    private List<FoundMessage> messages(String query, Mode mode) {
        return messages(administrator, query, mode);
    }

    private List<FoundMessage> messages(Viewer viewer, String query, Mode mode) {
        return await(search.messages(viewer, request(query, mode)));
    }

    private List<String> contacts(String query) {
        return await(search.contacts(administrator, request(query, Mode.FUSED))).stream()
                .map(FoundContact::contact)
                .map(it -> it.name())
                .toList();
    }

    private List<Integer> conversations(String query) {
        return await(search.conversations(administrator, request(query, Mode.FUSED))).stream()
                .map(it -> it.conversation().displayId())
                .toList();
    }

    private static SearchRequest request(String query, Mode mode) {
        return new SearchRequest(query, SearchFilter.NONE, 1, mode);
    }
}
