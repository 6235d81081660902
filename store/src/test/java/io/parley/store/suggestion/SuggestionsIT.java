package io.parley.store.suggestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.InboxId;
import io.parley.store.StoreFailure;
import io.parley.store.VectorIntegration;
import io.parley.store.Viewer;
import io.parley.store.article.Articles;
import io.parley.store.article.Articles.ArticleChange;
import io.parley.store.article.Articles.Status;
import io.parley.store.message.CannedResponses.CannedResponseChange;
import io.parley.store.search.Search.Mode;
import io.parley.store.suggestion.Suggestions.Kind;
import io.parley.store.suggestion.Suggestions.SimilarConversation;
import io.parley.store.suggestion.Suggestions.Suggestion;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is offered, from which sources, and to whom. */
class SuggestionsIT extends VectorIntegration {

    @Autowired
    private Suggestions suggestions;

    @Autowired
    private Articles articles;

    private InboxId inbox;

    @BeforeEach
    void anInbox() {
        inbox = anInbox(Channel.API);
    }

    @Test
    void offersWhatFitsFromEachSource() {
        await(cannedResponses.create(
                administrator, new CannedResponseChange("refund", "Refunds take five days after we have the parcel.")));
        await(cannedResponses.create(
                administrator, new CannedResponseChange("hours", "We are open from nine to five.")));
        article("Shipping abroad", "We ship to all of Europe in three days.", Status.PUBLISHED);
        answered("How long does a refund take?", "You will have your money back by Friday.");
        answered("Can I pay by card?", "Yes, by any card.");
        ConversationView asking = said(inbox, "When do I get my refund?");

        List<Suggestion> found = await(suggestions.suggest(administrator, asking.displayId()));

        assertThat(found).hasSizeBetween(2, Suggestions.MOST_SUGGESTED);
        assertThat(found.subList(0, 2))
                .extracting(Suggestion::text)
                .containsExactlyInAnyOrder(
                        "Refunds take five days after we have the parcel.", "You will have your money back by Friday.");
        assertThat(found).allSatisfy(it -> assertThat(it.similarity()).isBetween(0.0, 1.0));
        assertThat(found)
                .filteredOn(it -> it.kind() == Kind.ANSWER)
                .first()
                .satisfies(it -> assertThat(it.source().title()).isEqualTo("How long does a refund take?"));
    }

    @Test
    void neverOffersANoteNorADraft() {
        ConversationView before = said(inbox, "Where is my parcel 77?");
        await(messages.create(administrator, before.displayId(), aNote("Parcel 77 was stolen, do not tell.")));
        article("Parcels that are stolen", "Where a parcel 77 is stolen we keep quiet.", Status.DRAFT);
        awaitVectors();
        ConversationView asking = said(inbox, "Where is my parcel 77, was it stolen?");

        assertThat(await(suggestions.suggest(administrator, asking.displayId())))
                .isEmpty();

        aReply(before, "It will be there tomorrow.");

        assertThat(await(suggestions.suggest(administrator, asking.displayId())))
                .extracting(Suggestion::text)
                .containsExactly("It will be there tomorrow.");
    }

    @Test
    void answersOfInboxesTheAgentDoesNotBelongToAndOfOtherAccountsAreNotOffered() {
        answered("Do you repair old radios?", "We do, for 20 dollars.");
        InboxId another = anInbox(Channel.API);
        ConversationView asking = said(another, "Do you repair radios that are old?");
        Viewer member = aMemberOf(another);

        assertThat(await(suggestions.suggest(administrator, asking.displayId())))
                .isNotEmpty();
        assertThat(await(suggestions.similar(administrator, asking.displayId())))
                .isNotEmpty();
        assertThat(await(suggestions.suggest(member, asking.displayId()))).isEmpty();
        assertThat(await(suggestions.similar(member, asking.displayId()))).isEmpty();
        assertThat(failureOf(suggestions.suggest(aMemberOf(inbox), asking.displayId())))
                .isInstanceOf(StoreFailure.NotAllowed.class);
        Viewer ofAnotherAccount = new Viewer(anAccount(), administrator.agentId(), true);
        assertThat(failureOf(suggestions.similar(ofAnotherAccount, asking.displayId())))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(await(suggestions.suggest(ofAnotherAccount, "Do you repair old radios?", Mode.FUSED)))
                .isEmpty();
    }

    @Test
    void findsConversationsInWhichTheSameWasAskedEachOnce() {
        ConversationView first = said(inbox, "The lamp I bought is broken", "Really, the lamp came broken!");
        said(inbox, "What colours does the carpet come in?");
        ConversationView asking = said(inbox, "My lamp arrived broken");

        List<SimilarConversation> found = await(suggestions.similar(administrator, asking.displayId()));

        assertThat(found).first().satisfies(it -> {
            assertThat(it.displayId()).isEqualTo(first.displayId());
            assertThat(it.similarity()).isGreaterThan(0.5);
            assertThat(it.excerpt()).contains("lamp");
            assertThat(it.contactId()).isEqualTo(first.contact().id());
        });
        assertThat(found)
                .extracting(SimilarConversation::displayId)
                .doesNotHaveDuplicates()
                .doesNotContain(asking.displayId());
    }

    @Test
    void offersNothingWhereNothingWasAsked() {
        ConversationView silent = aConversation(inbox);

        assertThat(await(suggestions.suggest(administrator, silent.displayId())))
                .isEmpty();
        assertThat(await(suggestions.similar(administrator, silent.displayId())))
                .isEmpty();
    }

    private void article(String title, String content, Status status) {
        await(articles.create(administrator, new ArticleChange(title, content, "en", status, null)));
    }

    private void answered(String question, String answer) {
        aReply(said(inbox, question), answer);
        awaitVectors();
    }
}
