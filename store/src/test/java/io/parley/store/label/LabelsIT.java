package io.parley.store.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.ContactId;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.label.Labels.Label;
import io.parley.store.label.Labels.LabelChange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsIT extends ApiIntegration {

    @Test
    void createsAndListsLabels() {
        Label vip = label(" VIP ");
        label("first-time");

        assertThat(vip).isEqualTo(new Label(vip.id(), "vip", null, "#1f93ff", true));
        assertThat(all(labels.list(administrator))).extracting(Label::title).containsExactly("first-time", "vip");
        assertThat(await(labels.find(administrator, vip.id()))).isEqualTo(vip);
        assertThat(invalid(labels.create(administrator, new LabelChange("Vip", null, null, null))))
                .hasMessage("Title has already been taken");
        assertThat(failureOf(labels.find(administrator, 999_999))).isInstanceOf(StoreFailure.NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a/b", "x!"})
    void refusesATitleThatIsNone(String title) {
        assertThat(invalid(labels.create(administrator, new LabelChange(title, null, null, null)))
                        .attribute())
                .isEqualTo("title");
    }

    @Test
    void carriesANewTitleToWhatHasTheOldOne() {
        Label vip = label("vip");
        ConversationView conversation = aConversation(anInbox(Channel.API));
        ConversationView both = aConversation(conversation.inboxId());
        ContactId contact = aContact();
        await(conversations.setLabels(administrator, conversation.displayId(), List.of("vip", "new")));
        await(conversations.setLabels(administrator, both.displayId(), List.of("vip", "gold")));
        await(contacts.setLabels(administrator, contact, List.of("vip")));

        Label gold = await(labels.update(administrator, vip.id(), new LabelChange("Gold", "paid", "#fff", false)));

        assertThat(gold).isEqualTo(new Label(vip.id(), "gold", "paid", "#fff", false));
        assertThat(labelsOf(conversation)).containsExactly("gold", "new");
        assertThat(labelsOf(both)).containsExactly("gold");
        assertThat(await(contacts.labels(administrator, contact))).containsExactly("gold");

        labels.delete(administrator, vip.id()).block(LIMIT);

        assertThat(labelsOf(conversation)).containsExactly("new");
        assertThat(await(contacts.labels(administrator, contact))).isEmpty();
        assertThat(all(labels.list(administrator))).isEmpty();
    }

    private Label label(String title) {
        return await(labels.create(administrator, new LabelChange(title, null, null, null)));
    }

    private List<String> labelsOf(ConversationView conversation) {
        return await(conversations.find(administrator, conversation.displayId()))
                .labels();
    }
}
