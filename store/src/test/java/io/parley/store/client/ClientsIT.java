package io.parley.store.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.event.EventBody;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.client.Clients.Client;
import io.parley.store.client.Clients.Talk;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import io.parley.store.message.Messages.NewMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Customers' own programs: what is theirs, and what is not. */
class ClientsIT extends ApiIntegration {

    @Autowired
    Clients clients;

    InboxDetails inbox;

    @BeforeEach
    void anApiInbox() {
        NewInbox api = new NewInbox(Channel.API, "Api", null, null, null, null, null, null, null, null, null, null);
        inbox = await(clients.inbox(await(inboxes.create(administrator, api)).identifier()));
        forgetAnnounced();
    }

    @Test
    void knowsOnlyApiInboxes() {
        InboxId website = anInbox(Channel.WEBCHAT);
        String identifier =
                one("SELECT identifier FROM inboxes WHERE id = " + website).toString();

        assertThat(failureOf(clients.inbox(identifier))).isInstanceOf(StoreFailure.NotFound.class);
        assertThat(failureOf(clients.inbox("nobody"))).isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void talksFromTheFirstWordToTheEnd() {
        Client ana = enter("app-ana", "c-1", "ana@loja.example", false);
        Talk talk = await(clients.open(ana, null));
        int number = talk.conversation().displayId();

        MessageView said = await(clients.say(ana, number, says("hello", "echo-1")));
        MessageView again = await(clients.say(ana, number, says("hello", "echo-1")));
        aReply(talk.conversation(), "what can I do for you?");
        await(messages.create(administrator, number, aNote("a nice one")));
        clients.see(ana, number).block(LIMIT);
        Talk ended = await(clients.resolve(ana, number));

        assertThat(again.id()).isEqualTo(said.id());
        assertThat(said.sender()).isInstanceOf(MessageView.Sender.OfContact.class);
        assertThat(await(clients.open(enter("app-ana", null, null, false), null))
                        .conversation()
                        .displayId())
                .isNotEqualTo(number);
        assertThat(await(clients.messages(ana, number, null)))
                .extracting(MessageView::text)
                .containsExactly("hello", "what can I do for you?");
        assertThat(await(clients.messages(ana, number, null)).getLast().status().wireName())
                .isEqualTo("read");
        assertThat(ended.conversation().status()).isEqualTo(ConversationStatus.RESOLVED);
        assertThat(ended.conversation().contactLastSeenAt()).isNotNull();
        assertThat(hubEvents())
                .allMatch(it -> it.actorId() == null || it.actorId().equals(administrator.agentId()));
        assertThat(events()).anyMatch(it -> it instanceof EventBody.MessageUpdated);
        assertThat(await(clients.conversations(ana))).hasSize(2);
    }

    @Test
    void showsNobodyWhatAnotherOfTheSameContactSaid() {
        Client ana = enter("app-ana", "c-1", "ana@loja.example", false);
        Talk secret = await(clients.open(ana, null));
        await(clients.say(ana, secret.conversation().displayId(), says("my secret", null)));

        Client eve = enter("app-eve", null, "ana@loja.example", false);
        Talk beside = await(clients.open(eve, null));
        await(clients.update(eve, named("Eve"), false));

        assertThat(eve.contact().id()).isEqualTo(ana.contact().id());
        assertThat(eve.knowsContact()).isFalse();
        assertThat(beside.conversation().displayId())
                .isNotEqualTo(secret.conversation().displayId());
        assertThat(beside.messages()).isEmpty();
        assertThat(await(clients.open(eve, null)).conversation().displayId())
                .isEqualTo(beside.conversation().displayId());
        assertThat(failureOf(clients.messages(eve, secret.conversation().displayId(), null)))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(failureOf(clients.say(eve, secret.conversation().displayId(), says("let me in", null))))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(await(clients.find(inbox, "app-ana")).contact().name()).isEqualTo("ana@loja.example");
    }

    @Test
    void showsWhoIsVouchedForAllThatIsTheirs() {
        Client ana = enter("app-ana", "c-1", "ana@loja.example", false);
        int number = await(clients.open(ana, null)).conversation().displayId();

        Client phone = enter(null, "c-1", null, true);

        assertThat(phone.verified()).isTrue();
        assertThat(phone.contact().id()).isEqualTo(ana.contact().id());
        assertThat(await(clients.conversations(phone)))
                .extracting(it -> it.conversation().displayId())
                .containsExactly(number);
        assertThat(await(clients.update(phone, named("Ana B."), true)).contact().name())
                .isEqualTo("Ana B.");
    }

    private Client enter(
            @Nullable String sourceId, @Nullable String identifier, @Nullable String email, boolean verified) {
        return await(clients.enter(
                inbox,
                new NewContact(inbox.inbox().id(), sourceId, null, email, null, identifier, null, null, null, null),
                verified));
    }

    private static ContactChange named(String name) {
        return new ContactChange(name, null, null, null, null, null, null, null);
    }

    private static NewMessage says(String text, @Nullable String echoId) {
        return new NewMessage(Direction.INCOMING, text, null, false, List.of(), null, null, echoId, echoId, null);
    }
}
