package io.parley.store.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.MessageCreated;
import io.parley.contract.event.EventBody.MessageUpdated;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Location;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageContent.Reaction;
import io.parley.contract.message.MessageView;
import io.parley.contract.message.MessageView.ReactionView;
import io.parley.contract.message.MessageView.Sender;
import io.parley.contract.outbound.Outbound;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.files.StoredFile;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.message.Messages.NewFile;
import io.parley.store.message.Messages.NewMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

class MessagesIT extends ApiIntegration {

    @Autowired
    private FileStore files;

    @Test
    void storesAReplyAndReleasesItToTheProvider() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP), aContact("+15550142"));
        anIncomingMessage(conversation, "hello?", "in-1");
        forgetAnnounced();

        MessageView message = await(messages.create(
                administrator,
                conversation.displayId(),
                new NewMessage(
                        Direction.OUTGOING,
                        "hi",
                        null,
                        false,
                        List.of(),
                        null,
                        null,
                        "ignored",
                        "echo-1",
                        JsonNodeFactory.instance.objectNode().put("x", 1))));

        assertThat(message.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(message.echoId()).isEqualTo("echo-1");
        assertThat(message.sourceId()).isNull();
        assertThat(message.contentAttributes().path("x").asInt()).isEqualTo(1);
        assertThat(message.sender()).isEqualTo(new Sender.OfAgent(administrator.agentId(), "Ana", "Ana"));
        assertThat(outbound())
                .singleElement()
                .asInstanceOf(type(Outbound.Send.class))
                .satisfies(send -> {
                    assertThat(send.messageId()).isEqualTo(message.id());
                    assertThat(send.attempt()).isEqualTo(1);
                    assertThat(send.address()).isEqualTo("15550142");
                    assertThat(send.parts()).containsExactly(new MessageContent.Text("hi"));
                });
        assertThat(events())
                .singleElement()
                .asInstanceOf(type(MessageCreated.class))
                .satisfies(created -> {
                    assertThat(created.message()).isEqualTo(message);
                    assertThat(created.conversation().waitingSince()).isNull();
                    assertThat(created.conversation().firstReplyAt()).isNotNull();
                    assertThat(created.conversation().unreadCount()).isEqualTo(1);
                    assertThat(created.conversation().lastMessage()).isNull();
                });
    }

    @Test
    void releasesOneReplyAtATime() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));

        MessageView first = aReply(conversation, "one");
        aReply(conversation, "two");

        assertThat(outbound())
                .singleElement()
                .asInstanceOf(type(Outbound.Send.class))
                .satisfies(send -> assertThat(send.messageId()).isEqualTo(first.id()));
    }

    @Test
    void keepsAPrivateNoteInTheHouse() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        anIncomingMessage(conversation, "hello?", "in-2");

        MessageView note = await(messages.create(administrator, conversation.displayId(), aNote("careful")));
        ConversationView now = await(conversations.find(administrator, conversation.displayId()));

        assertThat(note.privateNote()).isTrue();
        assertThat(note.status()).isEqualTo(DeliveryStatus.SENT);
        assertThat(outbound()).isEmpty();
        assertThat(now.waitingSince()).isNotNull();
        assertThat(now.firstReplyAt()).isNull();
        assertThat(now.lastMessage().id()).isEqualTo(note.id());
    }

    @Test
    void leavesAResolvedConversationResolvedWhenAnAgentWrites() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        await(conversations.changeStatus(administrator, conversation.displayId(), ConversationStatus.RESOLVED, null));

        aReply(conversation, "one more thing");

        assertThat(await(conversations.find(administrator, conversation.displayId()))
                        .status())
                .isEqualTo(ConversationStatus.RESOLVED);
    }

    @Test
    void storesOnceWhatAnAgentSendsAgainBecauseNoAnswerCame() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        Viewer colleague = aMemberOf(inbox);
        int displayId = aConversation(inbox).displayId();

        MessageView sent = await(messages.create(administrator, displayId, echoing("On its way.", "tmp-1")));
        MessageView again = await(messages.create(administrator, displayId, echoing("On its way.", "tmp-1")));

        assertThat(again.id()).isEqualTo(sent.id());
        assertThat(outbound()).hasSize(1);
        assertThat(Stream.of(
                        messages.create(administrator, displayId, echoing("It is there.", "tmp-1")),
                        messages.create(administrator, displayId, echoing("On its way.", "tmp-2")),
                        messages.create(administrator, displayId, echoing("On its way.", null)),
                        messages.create(colleague, displayId, echoing("On its way.", "tmp-1"))))
                .extracting(it -> await(it).id())
                .doesNotContain(sent.id())
                .doesNotHaveDuplicates();
    }

    private static NewMessage echoing(String text, @Nullable String echoId) {
        return new NewMessage(Direction.OUTGOING, text, null, false, List.of(), null, null, null, echoId, null);
    }

    @Test
    void takesIncomingMessagesInApiInboxesOnly() {
        ConversationView api = aConversation(anInbox(Channel.API));
        await(conversations.changeStatus(administrator, api.displayId(), ConversationStatus.RESOLVED, null));
        forgetAnnounced();

        MessageView message = await(messages.create(administrator, api.displayId(), fromBridge("hello", "WAID:1")));
        ConversationView now = await(conversations.find(administrator, api.displayId()));

        assertThat(message.sender()).isInstanceOf(Sender.OfContact.class);
        assertThat(now.status()).isEqualTo(ConversationStatus.OPEN);
        assertThat(now.unreadCount()).isEqualTo(1);
        assertThat(now.waitingSince()).isNotNull();
        assertThat(now.contact().lastActivityAt()).isNotNull();
        assertThat(events())
                .extracting(body -> body.getClass().getSimpleName())
                .containsExactly("MessageCreated", "ConversationUpdated");
        ConversationView whatsApp = aConversation(anInbox(Channel.WHATSAPP));
        assertThat(invalid(messages.create(administrator, whatsApp.displayId(), fromBridge("hello", "1"))))
                .hasMessage("Incoming messages are only allowed in Api inboxes");
    }

    @Test
    void remembersThatAContactCameBackThroughABridge() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        await(conversations.assign(administrator, conversation.displayId(), administrator.agentId()));
        await(conversations.changeStatus(administrator, conversation.displayId(), ConversationStatus.RESOLVED, null));

        await(messages.create(administrator, conversation.displayId(), fromBridge("hello again", "WAID:3")));

        assertThat(rows("SELECT assignee_id, returned_at = waiting_since AS returned FROM conversations WHERE id = "
                        + conversation.id()))
                .containsExactly(Map.of("assignee_id", administrator.agentId().value(), "returned", true));
    }

    @Test
    void leavesAClosedConversationClosedWhereAnotherIsOpen() {
        var inbox = anInbox(Channel.API);
        var contact = aContact();
        ConversationView old = aConversation(inbox, contact);
        await(conversations.changeStatus(administrator, old.displayId(), ConversationStatus.RESOLVED, null));
        aConversation(inbox, contact);

        await(messages.create(administrator, old.displayId(), fromBridge("hello", "WAID:9")));

        assertThat(await(conversations.find(administrator, old.displayId())).status())
                .isEqualTo(ConversationStatus.RESOLVED);
    }

    @Test
    void knowsAMessageABridgeDeliversAgainFromAnEditOfIt() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        MessageView first = await(messages.create(administrator, conversation.displayId(), fromBridge("hi", "WAID:2")));
        forgetAnnounced();

        MessageView again = await(messages.create(administrator, conversation.displayId(), fromBridge("hi", "WAID:2")));
        List<EventBody> announced = events();
        MessageView edited =
                await(messages.create(administrator, conversation.displayId(), fromBridge("hi, edited", "WAID:2")));

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(announced).isEmpty();
        assertThat(edited.id()).isNotEqualTo(first.id());
    }

    @Test
    void storesOnceWhatABridgeDeliversManyTimesAtOnce() {
        ConversationView conversation = aConversation(anInbox(Channel.API));

        List<MessageId> ids = all(Flux.range(0, 30)
                .flatMap(it -> messages.create(administrator, conversation.displayId(), fromBridge("hi", "WAID:3")), 8)
                .map(MessageView::id));

        assertThat(ids).hasSize(30).containsOnly(ids.getFirst());
    }

    @Test
    void findsTheQuotedMessageByIdOrBySourceWithAndWithoutABridgesPrefix() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        ConversationView other = aConversation(conversation.inboxId());
        MessageView quoted =
                await(messages.create(administrator, conversation.displayId(), fromBridge("hi", "WAID:42")));

        assertThat(replyTo(conversation, quoted.id(), null).replyToSourceId()).isEqualTo("WAID:42");
        assertThat(replyTo(conversation, null, "42").replyToId()).isEqualTo(quoted.id());
        assertThat(replyTo(conversation, null, "WAID:42").replyToId()).isEqualTo(quoted.id());
        assertThat(replyTo(conversation, null, "43").replyToId()).isNull();
        assertThat(replyTo(other, quoted.id(), "42").replyToId()).isNull();
    }

    @Test
    void quotesWhatCameThroughAProvider() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        int quoted = anIncomingMessage(conversation, "what is the price?", "in-7");

        replyTo(conversation, new MessageId(quoted), null);

        assertThat(outbound())
                .singleElement()
                .asInstanceOf(type(Outbound.Send.class))
                .satisfies(send -> assertThat(send.replyTo())
                        .isEqualTo(new Outbound.Quote("in-7", true, "what is the price?", null)));
    }

    @Test
    void sendsFilesAndPlaces() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        StoredFile file = aFile("photo.png");

        MessageView photo = await(messages.create(administrator, conversation.displayId(), withFile("look", file)));
        MessageView place = await(messages.create(
                administrator,
                conversation.displayId(),
                withContent(new Location(-23.5, -46.6, "Office", null, false))));

        assertThat(photo.attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.fileKey()).isEqualTo(file.key());
            assertThat(attachment.width()).isEqualTo(640);
            assertThat(attachment.height()).isNull();
        });
        assertThat(place.text()).isEqualTo("Office");
        assertThat(place.content()).isEqualTo(new Location(-23.5, -46.6, "Office", null, false));
        assertThat(outbound())
                .singleElement()
                .asInstanceOf(type(Outbound.Send.class))
                .satisfies(send -> assertThat(send.parts()).singleElement().isInstanceOf(MessageContent.Media.class));
    }

    @Test
    void saysWhatIsWrongWithAMessage() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        int displayId = conversation.displayId();

        assertThat(invalid(messages.create(administrator, displayId, says(" "))))
                .hasMessage("Content can't be blank");
        assertThat(invalid(messages.create(administrator, displayId, says("x".repeat(150_001)))))
                .hasMessage("Content is too long (maximum is 150000 characters)");
        assertThat(invalid(messages.create(administrator, displayId, withContent(new MessageContent.Delete("x")))))
                .hasMessage("Content of this kind cannot be sent");
        assertThat(invalid(messages.create(
                                administrator,
                                displayId,
                                new NewMessage(
                                        Direction.ACTIVITY, "x", null, false, List.of(), null, null, null, null, null)))
                        .attribute())
                .isEqualTo("message_type");
        assertThat(rows("SELECT id FROM messages WHERE conversation_id = " + conversation.id()))
                .isEmpty();
    }

    @Test
    void refusesToWriteIntoADeletedInbox() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        await(inboxes.delete(administrator, conversation.inboxId()).thenReturn(true));

        assertThat(invalid(messages.create(administrator, conversation.displayId(), says("hi")))
                        .attribute())
                .isEqualTo("inbox");
        assertThat(await(conversations.find(administrator, conversation.displayId()))
                        .id())
                .isEqualTo(conversation.id());
    }

    @Test
    void reactsOnTheMessageItIsAbout() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        int target = anIncomingMessage(conversation, "thanks", "in-9");
        forgetAnnounced();

        await(messages.create(administrator, conversation.displayId(), withContent(new Reaction("in-9", "👍"))));
        var window = await(messages.list(administrator, conversation.displayId(), null, null));

        assertThat(window.messages()).singleElement().satisfies(message -> {
            assertThat(message.id().value()).isEqualTo(target);
            assertThat(message.reactions()).containsExactly(new ReactionView("👍", false, null));
        });
        assertThat(window.conversation().lastMessage().id().value()).isEqualTo(target);
        assertThat(events())
                .singleElement()
                .asInstanceOf(type(MessageUpdated.class))
                .satisfies(updated -> assertThat(updated.message().reactions()).hasSize(1));
        assertThat(outbound())
                .singleElement()
                .asInstanceOf(type(Outbound.Send.class))
                .satisfies(send -> {
                    assertThat(send.parts()).containsExactly(new Reaction("in-9", "👍"));
                    assertThat(send.replyTo().fromContact()).isTrue();
                });
    }

    @Test
    void takesAReactionBackAndShowsOneThatFailed() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        anIncomingMessage(conversation, "thanks", "in-10");
        await(messages.create(administrator, conversation.displayId(), withContent(new Reaction("in-10", "👍"))));
        MessageView back =
                await(messages.create(administrator, conversation.displayId(), withContent(new Reaction("in-10", ""))));
        sql("UPDATE messages SET send_state = 'failed', status = 'failed' WHERE id = " + back.id());

        List<MessageView> shown = await(messages.list(administrator, conversation.displayId(), null, null))
                .messages();

        assertThat(shown).hasSize(2);
        assertThat(shown.getFirst().reactions()).isEmpty();
        assertThat(shown.getLast().id()).isEqualTo(back.id());
    }

    @Test
    void refusesAReactionToNothing() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));

        assertThat(invalid(messages.create(
                                administrator, conversation.displayId(), withContent(new Reaction("nowhere", "👍"))))
                        .attribute())
                .isEqualTo("content");
    }

    @Test
    void listsWindowsOldestFirst() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        List<MessageId> all = IntStream.range(0, 25)
                .mapToObj(i -> new MessageId(anIncomingMessage(conversation, "m" + i, "s" + i)))
                .toList();

        assertThat(window(conversation, null, null)).isEqualTo(all.subList(5, 25));
        assertThat(window(conversation, all.get(10), null)).isEqualTo(all.subList(0, 10));
        assertThat(window(conversation, null, all.get(2))).isEqualTo(all.subList(3, 25));
        assertThat(window(conversation, all.get(8), all.get(3))).isEqualTo(all.subList(3, 8));
        assertThat(await(messages.list(administrator, conversation.displayId(), null, 0))
                        .messages())
                .extracting(MessageView::id)
                .isEqualTo(all);
    }

    @Test
    void deletesWordsAndFilesAndTakesThemBackAtTheProvider() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        StoredFile file = aFile("secret.png");
        MessageView message = await(messages.create(administrator, conversation.displayId(), withFile("secret", file)));
        sql("UPDATE messages SET send_state = 'sent', status = 'delivered', source_id = 'out-1' WHERE id = "
                + message.id());
        sql("INSERT INTO message_parts VALUES (%s, 'out-2', %s)".formatted(conversation.inboxId(), message.id()));
        forgetAnnounced();

        MessageView deleted = await(messages.delete(administrator, conversation.displayId(), message.id()));
        MessageView again = await(messages.delete(administrator, conversation.displayId(), message.id()));

        assertThat(deleted.deleted()).isTrue();
        assertThat(deleted.text()).isNull();
        assertThat(deleted.attachments()).isEmpty();
        assertThat(again).isEqualTo(deleted);
        assertThat(files.read(file.key()).blockOptional(LIMIT)).isEmpty();
        assertThat(outbound())
                .extracting(it -> ((Outbound.Delete) it).sourceId())
                .containsExactly("out-1", "out-2");
        assertThat(events()).singleElement().isInstanceOf(MessageUpdated.class);
        assertThat(all(messages.revisions(administrator, conversation.displayId(), message.id())))
                .extracting(Messages.Revision::text)
                .containsExactly("secret");
        assertThat(failureOf(
                        messages.revisions(aMemberOf(conversation.inboxId()), conversation.displayId(), message.id())))
                .isInstanceOf(StoreFailure.NotAllowed.class);
    }

    @Test
    void neverSendsWhatWasDeletedWhileItWaited() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        MessageView first = aReply(conversation, "one");
        MessageView second = aReply(conversation, "two");
        MessageView third = aReply(conversation, "three");
        sql("UPDATE messages SET send_state = 'deferred', due_at = now() + interval '1 hour' WHERE id = " + first.id());
        forgetAnnounced();

        MessageView deleted = await(messages.delete(administrator, conversation.displayId(), second.id()));
        await(messages.delete(administrator, conversation.displayId(), first.id()));

        assertThat(deleted.status()).isEqualTo(DeliveryStatus.FAILED);
        assertThat(deleted.failureReason()).isEqualTo("deleted before it was sent");
        assertThat(outbound())
                .singleElement()
                .asInstanceOf(type(Outbound.Send.class))
                .satisfies(send -> assertThat(send.messageId()).isEqualTo(third.id()));
    }

    @Test
    void sendsAFailedMessageAgain() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        MessageView message = aReply(conversation, "one");
        StoreFailure.Invalid tooEarly = invalid(messages.retry(administrator, conversation.displayId(), message.id()));
        sql("UPDATE messages SET send_state = 'failed', status = 'failed', failure_reason = 'no' WHERE id = "
                + message.id());
        forgetAnnounced();

        MessageView retried = await(messages.retry(administrator, conversation.displayId(), message.id()));

        assertThat(tooEarly.attribute()).isEqualTo("status");
        assertThat(retried.status()).isEqualTo(DeliveryStatus.ACCEPTED);
        assertThat(retried.failureReason()).isNull();
        assertThat(outbound())
                .singleElement()
                .asInstanceOf(type(Outbound.Send.class))
                .satisfies(send -> assertThat(send.attempt()).isEqualTo(2));
        assertThat(events()).singleElement().isInstanceOf(MessageUpdated.class);
    }

    @Test
    void findsMessagesOfTheConversationOnly() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        ConversationView other = aConversation(conversation.inboxId());
        MessageView message = aReply(other, "elsewhere");

        assertThat(failureOf(messages.delete(administrator, conversation.displayId(), message.id())))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(failureOf(messages.list(administrator, 999_999, null, null)))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    private MessageView replyTo(ConversationView conversation, MessageId id, String sourceId) {
        return await(messages.create(
                administrator,
                conversation.displayId(),
                new NewMessage(Direction.OUTGOING, "re", null, false, List.of(), id, sourceId, null, null, null)));
    }

    private static NewMessage fromBridge(String text, String sourceId) {
        return new NewMessage(Direction.INCOMING, text, null, false, List.of(), null, null, sourceId, null, null);
    }

    private static NewMessage withContent(MessageContent content) {
        return new NewMessage(Direction.OUTGOING, null, content, false, List.of(), null, null, null, null, null);
    }

    private static NewMessage withFile(String text, StoredFile file) {
        NewFile attached =
                new NewFile(file.key(), "photo.png", file.mediaType(), file.sizeBytes(), MediaKind.IMAGE, 640, null);
        return new NewMessage(Direction.OUTGOING, text, null, false, List.of(attached), null, null, null, null, null);
    }

    private StoredFile aFile(String name) {
        return await(files.write(new FileToStore(
                name,
                "image/png",
                Flux.just(new DefaultDataBufferFactory().wrap("bytes".getBytes(StandardCharsets.UTF_8))))));
    }

    private List<MessageId> window(ConversationView conversation, MessageId before, MessageId after) {
        return await(messages.list(
                        administrator, conversation.displayId(), before, after == null ? null : after.value()))
                .messages()
                .stream()
                .map(MessageView::id)
                .toList();
    }
}
