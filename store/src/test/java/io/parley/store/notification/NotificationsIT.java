package io.parley.store.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.MessageView;
import io.parley.contract.notification.NotificationKind;
import io.parley.contract.notification.NotificationView;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.notification.Notifications.Notified;
import io.parley.store.notification.Notifications.Query;
import io.parley.store.notification.Notifications.Settings;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Events reach the consumer through Kafka, as they do in the hub; what must not depend on time is called directly. */
class NotificationsIT extends ApiIntegration {

    private static final Query UNREAD = new Query(false, false, null, 0, 50);
    private static final Query ALL = new Query(true, true, null, 0, 50);

    @Autowired
    private NotifyAgents notifyAgents;

    private InboxId inbox;
    private Viewer member;

    @BeforeEach
    void anInboxWithAMember() {
        inbox = anInbox(Channel.API);
        member = aMemberOf(inbox);
    }

    @Test
    void tellsOfAnAssignmentByOthersAndNotOfOnesOwn() {
        int given = aConversation(inbox).displayId();
        int taken = aConversation(inbox).displayId();

        await(conversations.assign(administrator, given, member.agentId()));
        await(conversations.assign(member, taken, member.agentId()));
        await(conversations.assign(administrator, aConversation(inbox).displayId(), administrator.agentId()));

        eventually(() -> assertThat(of(member, ALL)).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(NotificationKind.CONVERSATION_ASSIGNMENT);
            assertThat(it.displayId()).isEqualTo(given);
            assertThat(it.actorId()).isEqualTo(administrator.agentId());
        }));
        eventually(() -> assertThat(hubEvents())
                .anyMatch(it -> it.body() instanceof EventBody.NotificationCreated told
                        && told.notification().agentId().equals(member.agentId())
                        && told.unread() == 1));
        assertThat(of(administrator, ALL)).isEmpty();
    }

    @Test
    void tellsWhoIsNamedInANote() {
        int conversation = aConversation(inbox).displayId();

        await(messages.create(
                administrator, conversation, aNote("[@Bo](mention://user/%s/Bo) look".formatted(member.agentId()))));

        eventually(() -> assertThat(of(member, UNREAD))
                .extracting(NotificationView::kind)
                .containsExactly(NotificationKind.CONVERSATION_MENTION));
    }

    @Test
    void ofSeveralMessagesTheNewestIsToldOnceHoweverOftenTheyCome() {
        ConversationView conversation = held();
        MessageView first = aReply(conversation, "one");
        MessageView second = aReply(conversation, "two");

        follow(created(conversation, first), created(conversation, second));
        follow(created(conversation, first), created(conversation, second));

        assertThat(ofMessages()).singleElement().satisfies(it -> {
            assertThat(it.messageId()).isEqualTo(second.id());
            assertThat(it.kind()).isEqualTo(NotificationKind.ASSIGNED_CONVERSATION_NEW_MESSAGE);
        });

        all(notifications.markRead(member, ofMessages().getFirst().id()));
        follow(created(conversation, second));

        assertThat(of(member, UNREAD)).filteredOn(it -> it.messageId() != null).isEmpty();

        MessageView third = aReply(conversation, "three");
        follow(created(conversation, third));

        assertThat(of(member, UNREAD))
                .filteredOn(it -> it.messageId() != null)
                .singleElement()
                .satisfies(it -> assertThat(it.messageId()).isEqualTo(third.id()));
    }

    @Test
    void tellsParticipantsButNotTheAssigneeTwiceNorWhoWroteIt() {
        ConversationView conversation = held();
        Viewer follower = aMemberOf(inbox);
        all(participants.add(
                administrator,
                conversation.displayId(),
                List.of(follower.agentId(), member.agentId(), administrator.agentId())));

        follow(created(conversation, aReply(conversation, "hello")));

        assertThat(of(follower, ALL))
                .extracting(NotificationView::kind)
                .containsExactly(NotificationKind.PARTICIPATING_CONVERSATION_NEW_MESSAGE);
        assertThat(ofMessages())
                .extracting(NotificationView::kind)
                .containsExactly(NotificationKind.ASSIGNED_CONVERSATION_NEW_MESSAGE);
        assertThat(of(administrator, ALL)).isEmpty();
    }

    @Test
    void tellsOnlyWhatAnAgentWantsAndMaySee() {
        await(notifications.saveSettings(
                member, new Settings(Set.of(), EnumSet.of(NotificationKind.CONVERSATION_CREATION))));
        ConversationView conversation = held();
        Viewer stranger = aMemberOf();
        sql("INSERT INTO conversation_participants (conversation_id, agent_id) VALUES (%s, %s)"
                .formatted(conversation.id(), stranger.agentId()));

        follow(
                created(conversation, aReply(conversation, "hello")),
                event(new EventBody.ConversationCreated(conversation)));

        assertThat(of(member, ALL))
                .extracting(NotificationView::kind)
                .containsOnly(NotificationKind.CONVERSATION_CREATION);
        assertThat(of(stranger, ALL)).isEmpty();
        assertThat(await(notifications.settings(member)).push())
                .containsExactly(NotificationKind.CONVERSATION_CREATION);
        assertThat(await(notifications.settings(stranger)).push())
                .doesNotContain(NotificationKind.CONVERSATION_CREATION)
                .contains(NotificationKind.CONVERSATION_MENTION);
    }

    @Test
    void readsSnoozesAndThrowsAway() {
        ConversationView conversation = held();
        ConversationView other = held();
        follow(created(conversation, aReply(conversation, "hello")), created(other, aReply(other, "hello")));
        int id = ofMessages().getFirst().id();
        long unread = await(notifications.counts(member)).unread();

        assertThat(await(notifications.markRead(member, id)).notification().readAt())
                .isNotNull();
        assertThat(await(notifications.counts(member)).unread()).isEqualTo(unread - 1);
        assertThat(await(notifications.markUnread(member, id)).notification().readAt())
                .isNull();
        await(notifications.snooze(member, id, Instant.now().plusSeconds(3_600)));
        assertThat(of(member, UNREAD)).noneMatch(it -> it.id() == id);
        await(notifications.snooze(member, id, Instant.now().minusSeconds(1)));
        assertThat(of(member, UNREAD)).anyMatch(it -> it.id() == id);
        assertThat(await(notifications.list(member, new Query(true, true, id, 0, 50))))
                .allMatch(it -> it.notification().id() < id);

        assertThat(failureOf(notifications.markRead(administrator, id))).isInstanceOf(StoreFailure.NotFound.class);
        assertThat(failureOf(notifications.delete(administrator, id))).isInstanceOf(StoreFailure.NotFound.class);

        await(conversations.markSeen(member, other.displayId()));
        assertThat(of(member, UNREAD)).noneMatch(it -> it.displayId() == other.displayId());
        notifications.markAllRead(member, conversation.displayId()).block(LIMIT);
        assertThat(of(member, UNREAD)).noneMatch(it -> it.displayId() == conversation.displayId());
        notifications.delete(member, id).block(LIMIT);
        assertThat(of(member, ALL)).noneMatch(it -> it.id() == id);
        notifications.deleteAll(member, true).block(LIMIT);
        assertThat(of(member, ALL)).isEmpty();
    }

    @Test
    void showsNothingOfAnInboxThatWasLeft() {
        ConversationView conversation = held();
        follow(created(conversation, aReply(conversation, "hello")));
        assertThat(of(member, ALL)).isNotEmpty();

        sql("DELETE FROM inbox_members WHERE agent_id = " + member.agentId());

        assertThat(of(member, ALL)).isEmpty();
        assertThat(await(notifications.counts(member)).all()).isZero();
    }

    private ConversationView held() {
        ConversationView conversation = aConversation(inbox);
        return await(conversations.assign(administrator, conversation.displayId(), member.agentId()));
    }

    private List<NotificationView> ofMessages() {
        return of(member, ALL).stream().filter(it -> it.messageId() != null).toList();
    }

    private List<NotificationView> of(Viewer viewer, Query query) {
        return await(notifications.list(viewer, query)).stream()
                .map(Notified::notification)
                .toList();
    }

    /** After what the store itself announced: the consumer takes one conversation's events one after the other, too. */
    private void follow(HubEvent... events) {
        awaitEmptyOutbox();
        awaitConsumed(topics.events(), "store-follow");
        notifyAgents.notify(List.of(events)).as(transaction::transactional).block(LIMIT);
    }

    private HubEvent created(ConversationView conversation, MessageView message) {
        return new HubEvent(
                "test-" + message.id(),
                account,
                inbox,
                Instant.now(),
                new EventBody.MessageCreated(message, conversation.withoutLastMessage()));
    }

    private HubEvent event(EventBody body) {
        return new HubEvent("test-" + System.nanoTime(), account, inbox, Instant.now(), body);
    }
}
