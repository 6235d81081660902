package io.parley.store.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.Change;
import io.parley.contract.event.EventBody.ConversationUpdated;
import io.parley.contract.event.EventBody.MessageCreated;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.contract.outbound.Outbound;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.agent.Teams.TeamChange;
import io.parley.store.conversation.ConversationFilter.Assignee;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.conversation.ConversationFilter.Sort;
import io.parley.store.conversation.Conversations.Counts;
import io.parley.store.conversation.Conversations.NewConversation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ConversationsIT extends ApiIntegration {

    @Test
    void createsAConversationWithTheNextNumberOfItsAccount() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        ContactId contact = aContact("+5511988887777");

        ConversationView first = aConversation(inbox, contact);
        ConversationView second = aConversation(inbox);

        assertThat(first.displayId()).isEqualTo(1);
        assertThat(second.displayId()).isEqualTo(2);
        assertThat(first.status()).isEqualTo(ConversationStatus.OPEN);
        assertThat(first.contactSourceId()).isEqualTo("+5511988887777");
        assertThat(events())
                .filteredOn(EventBody.ConversationCreated.class::isInstance)
                .hasSize(2);
    }

    @Test
    void assignsNothingToWhoIsLeavingTheInboxAtThatMoment() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        ConversationView conversation = aConversation(inbox);
        Viewer leaver = aMemberOf(inbox);
        Mono<ConversationView> assigned = conversations
                .assign(administrator, conversation.displayId(), leaver.agentId())
                .cache();

        inTheMiddleOf(
                inboxes.removeMembers(administrator, inbox, List.of(leaver.agentId())),
                () -> assigned.subscribe(done -> {}, refused -> {}));

        assertThat(failureOf(assigned)).isInstanceOf(StoreFailure.Invalid.class);
    }

    @Test
    void givesBackTheOpenConversationAContactHasInAnInbox() {
        InboxId inbox = anInbox(Channel.API);
        ContactId contact = aContact();
        ConversationView first = aConversation(inbox, contact);
        forgetAnnounced();

        ConversationView again = aConversation(inbox, contact);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(events()).isEmpty();
    }

    @Test
    void opensOneConversationWhenManyAskAtOnce() {
        InboxId inbox = anInbox(Channel.API);
        ContactId contact = aContact();

        List<Integer> ids = all(Flux.range(0, 20)
                .flatMap(it -> conversations.create(administrator, aNewConversation(inbox, contact)), 8)
                .map(it -> it.id().value()));

        assertThat(ids).hasSize(20);
        assertThat(Set.copyOf(ids)).hasSize(1);
    }

    @Test
    void usesTheContactsNewestPlaceInTheInboxUnlessOneIsNamed() {
        InboxId inbox = anInbox(Channel.API);
        ContactId contact = aContact();
        ConversationView first = aConversation(inbox, contact);
        await(conversations.changeStatus(administrator, first.displayId(), ConversationStatus.RESOLVED, null));

        ConversationView second = aConversation(inbox, contact);
        await(conversations.changeStatus(administrator, second.displayId(), ConversationStatus.RESOLVED, null));
        ConversationView third = await(conversations.create(
                administrator, new NewConversation(inbox, contact, "abc", null, null, null, null, null)));

        assertThat(second.contactSourceId()).isEqualTo(first.contactSourceId());
        assertThat(third.contactSourceId()).isEqualTo("abc");
    }

    @Test
    void refusesASourceIdOfSomebodyElse() {
        InboxId inbox = anInbox(Channel.API);
        await(conversations.create(
                administrator, new NewConversation(inbox, aContact(), "abc", null, null, null, null, null)));

        StoreFailure.Invalid failure = invalid(conversations.create(
                administrator, new NewConversation(inbox, aContact(), "abc", null, null, null, null, null)));

        assertThat(failure.attribute()).isEqualTo("source_id");
    }

    @Test
    void refusesAWhatsAppConversationWithSomebodyWithoutAPhone() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        ContactId contact = contactOf(aNewContact("Nobody", null)).contact().id();

        assertThat(invalid(conversations.create(administrator, aNewConversation(inbox, contact))))
                .hasMessage("Contact has no phone number");
    }

    @Test
    void listsTheNewestActivityFirstWithItsLastMessage() {
        InboxId inbox = anInbox(Channel.API);
        ConversationView quiet = aConversation(inbox);
        ConversationView busy = aConversation(inbox);
        aReply(quiet, "hello");

        var page = await(conversations.list(administrator, ConversationFilter.open(), 1));

        assertThat(page.conversations())
                .extracting(ConversationView::displayId)
                .containsExactly(quiet.displayId(), busy.displayId());
        assertThat(page.conversations().getFirst().lastMessage().text()).isEqualTo("hello");
    }

    @Test
    void listsByEveryFilter() {
        InboxId sales = anInbox(Channel.API);
        InboxId support = anInbox(Channel.API);
        Viewer ana = aMemberOf(sales, support);
        TeamId team = await(teams.create(administrator, new TeamChange("vips", null, null)))
                .team()
                .id();
        ConversationView mine = aConversation(sales);
        ConversationView theirs = aConversation(sales);
        ConversationView nobodys = aConversation(support);
        ConversationView resolved = aConversation(support);
        await(conversations.assign(ana, mine.displayId(), ana.agentId()));
        await(conversations.assign(ana, theirs.displayId(), administrator.agentId()));
        await(conversations.assignTeam(ana, nobodys.displayId(), team));
        await(conversations.setLabels(ana, theirs.displayId(), List.of("Urgent", "vip")));
        aReply(mine, "The quick brown fox");
        await(conversations.changeStatus(ana, resolved.displayId(), ConversationStatus.RESOLVED, null));

        assertThat(listed(ana, filter(null, Assignee.ME))).containsExactly(mine.displayId());
        assertThat(listed(ana, filter(ConversationStatus.OPEN, Assignee.UNASSIGNED)))
                .containsExactly(nobodys.displayId());
        assertThat(listed(ana, filter(null, Assignee.ASSIGNED)))
                .containsExactlyInAnyOrder(mine.displayId(), theirs.displayId());
        assertThat(listed(ana, filter(ConversationStatus.RESOLVED, Assignee.ALL)))
                .containsExactly(resolved.displayId());
        assertThat(listed(
                        ana,
                        new ConversationFilter(
                                null, Assignee.ALL, support, null, List.of(), Kind.ANY, null, Sort.LAST_ACTIVITY_DESC)))
                .containsExactlyInAnyOrder(nobodys.displayId(), resolved.displayId());
        assertThat(listed(
                        ana,
                        new ConversationFilter(
                                null, Assignee.ALL, null, team, List.of(), Kind.ANY, null, Sort.LAST_ACTIVITY_DESC)))
                .containsExactly(nobodys.displayId());
        assertThat(listed(
                        ana,
                        new ConversationFilter(
                                null,
                                Assignee.ALL,
                                null,
                                null,
                                List.of("vip", "other"),
                                Kind.ANY,
                                null,
                                Sort.LAST_ACTIVITY_DESC)))
                .containsExactly(theirs.displayId());
        ConversationFilter words = new ConversationFilter(
                null, Assignee.ALL, null, null, List.of(), Kind.ANY, "brown FOX", Sort.LAST_ACTIVITY_DESC);
        // known a moment after the message
        eventually(() -> assertThat(listed(ana, words)).containsExactly(mine.displayId()));
        assertThat(listed(
                        ana,
                        new ConversationFilter(
                                null,
                                Assignee.ALL,
                                null,
                                null,
                                List.of(),
                                Kind.UNATTENDED,
                                null,
                                Sort.LAST_ACTIVITY_DESC)))
                .containsExactlyInAnyOrder(theirs.displayId(), nobodys.displayId(), resolved.displayId());
    }

    @Test
    void findsWhatAChannelKnowsTheContactBy() {
        InboxId inbox = anInbox(Channel.API);
        Viewer ana = aMemberOf(inbox);
        ConversationView wanted = aConversation(inbox);
        aConversation(inbox);
        String source = one("SELECT source_id FROM contact_inboxes WHERE contact_id = "
                        + wanted.contact().id())
                .toString();

        assertThat(listed(ana, at(source))).containsExactly(wanted.displayId());
        assertThat(await(conversations.counts(ana, at(source))).all()).isEqualTo(1);
        assertThat(listed(ana, at("somewhere else"))).isEmpty();
        assertThat(listed(aMemberOf(anInbox(Channel.API)), at(source))).isEmpty();
    }

    @Test
    void findsWhatWasUpdatedSinceOnOnePage() {
        InboxId inbox = anInbox(Channel.API);
        Viewer ana = aMemberOf(inbox);
        ConversationView old = aConversation(inbox);
        ConversationView changed = aConversation(inbox);
        sql("UPDATE conversations SET last_activity_at = now() - interval '1 hour' WHERE id IN (%s, %s)"
                .formatted(old.id(), changed.id()));
        await(conversations.setPriority(ana, changed.displayId(), Priority.HIGH));
        List<Integer> active = Stream.generate(() -> aConversation(inbox).displayId())
                .limit(Conversations.PAGE_SIZE + 1)
                .toList();
        List<Integer> updated = Stream.concat(active.reversed().stream(), Stream.of(changed.displayId()))
                .toList();

        assertThat(listed(ana, updatedWithin(600))).containsExactlyElementsOf(updated);
        assertThat(listed(ana, updatedWithin(7200))).hasSize(updated.size() + 1).contains(old.displayId());
    }

    @Test
    void countsWhateverTheFiltersAssignee() {
        InboxId inbox = anInbox(Channel.API);
        Viewer ana = aMemberOf(inbox);
        ConversationView mine = aConversation(inbox);
        ConversationView theirs = aConversation(inbox);
        aConversation(inbox);
        aConversation(anInbox(Channel.API));
        await(conversations.assign(ana, mine.displayId(), ana.agentId()));
        await(conversations.assign(ana, theirs.displayId(), administrator.agentId()));
        await(conversations.setLabels(ana, mine.displayId(), List.of("vip")));

        assertThat(await(conversations.counts(ana, filter(ConversationStatus.OPEN, Assignee.ME))))
                .isEqualTo(new Counts(1, 2, 1, 3));
        assertThat(await(conversations.counts(administrator, filter(null, Assignee.ALL))))
                .isEqualTo(new Counts(1, 2, 2, 4));
        assertThat(await(conversations.counts(
                        ana,
                        new ConversationFilter(
                                null,
                                Assignee.UNASSIGNED,
                                null,
                                null,
                                List.of("vip"),
                                Kind.ANY,
                                null,
                                Sort.CREATED_ASC))))
                .isEqualTo(new Counts(1, 1, 0, 1));
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void scrollsThroughEveryOrderWithoutGapOrRepetition(Sort sort) {
        InboxId first = anInbox(Channel.API);
        InboxId second = anInbox(Channel.API);
        for (int i = 0; i < 9; i++) {
            ConversationView conversation = aConversation(i % 2 == 0 ? first : second);
            sql("""
                    UPDATE conversations SET priority = CASE WHEN %1$d %% 3 > 0 THEN %1$d %% 3 END,
                           waiting_since = CASE WHEN %1$d %% 4 > 0 THEN now() - %1$d %% 4 * interval '1 hour' END,
                           last_activity_at = now() - %1$d %% 5 * interval '1 hour'
                     WHERE id = %2$s""".formatted(i, conversation.id()));
        }
        ConversationFilter filter =
                new ConversationFilter(null, Assignee.ALL, null, null, List.of(), Kind.ANY, null, sort);

        List<Integer> scrolled = new ArrayList<>();
        Integer after = null;
        do {
            List<ConversationView> step = await(conversations.listAfter(administrator, filter, after, 2));
            step.forEach(it -> scrolled.add(it.displayId()));
            after = step.size() < 2 ? null : step.getLast().displayId();
        } while (after != null);

        assertThat(scrolled).isEqualTo(listed(administrator, filter)).hasSize(9).doesNotHaveDuplicates();
    }

    @Test
    void ordersByPriorityAndByWaiting() {
        InboxId inbox = anInbox(Channel.API);
        ConversationView low = aConversation(inbox);
        ConversationView none = aConversation(inbox);
        ConversationView urgent = aConversation(inbox);
        await(conversations.setPriority(administrator, low.displayId(), Priority.LOW));
        await(conversations.setPriority(administrator, urgent.displayId(), Priority.URGENT));
        sql("UPDATE conversations SET waiting_since = now() WHERE id = " + low.id());
        sql("UPDATE conversations SET waiting_since = now() - interval '1 day' WHERE id = " + none.id());

        assertThat(listed(administrator, sorted(Sort.PRIORITY_DESC)))
                .containsExactly(urgent.displayId(), low.displayId(), none.displayId());
        assertThat(listed(administrator, sorted(Sort.WAITING_SINCE_ASC)))
                .containsExactly(none.displayId(), low.displayId(), urgent.displayId());
    }

    @Test
    void resolvesAndReopensWithALineInTheHistory() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        sql("UPDATE conversations SET waiting_since = now() WHERE id = " + conversation.id());
        forgetAnnounced();

        ConversationView resolved =
                await(conversations.changeStatus(administrator, conversation.displayId(), null, null));
        ConversationView reopened =
                await(conversations.changeStatus(administrator, conversation.displayId(), null, null));

        assertThat(resolved.status()).isEqualTo(ConversationStatus.RESOLVED);
        assertThat(resolved.waitingSince()).isNull();
        assertThat(reopened.status()).isEqualTo(ConversationStatus.OPEN);
        assertThat(reopened.assignee().id()).isEqualTo(administrator.agentId());
        assertThat(changes()).containsExactly(Set.of(Change.STATUS), Set.of(Change.STATUS, Change.ASSIGNEE));
        assertThat(lines())
                .containsExactly(
                        "Conversation was marked resolved by Ana",
                        "Conversation was reopened by Ana",
                        "Ana took the conversation");
        assertThat(reopened.lastMessage()).isNull();
    }

    @Test
    void saysInPartsWhatHappenedForThoseWhoWordItThemselves() {
        InboxId inbox = anInbox(Channel.API);
        Viewer member = aMemberOf(inbox);
        TeamId team = await(teams.create(administrator, new TeamChange("Vips", null, null)))
                .team()
                .id();
        int displayId = aConversation(inbox).displayId();
        forgetAnnounced();

        await(conversations.changeStatus(administrator, displayId, ConversationStatus.RESOLVED, null));
        await(conversations.changeStatus(administrator, displayId, ConversationStatus.OPEN, null));
        await(conversations.assign(administrator, displayId, member.agentId()));
        await(conversations.assign(administrator, displayId, null));
        await(conversations.assignTeam(administrator, displayId, team));
        await(conversations.assignTeam(administrator, displayId, null));
        await(conversations.setPriority(administrator, displayId, Priority.HIGH));
        await(conversations.setPriority(administrator, displayId, null));
        await(conversations.setLabels(administrator, displayId, List.of("new", "vip")));
        await(conversations.setLabels(administrator, displayId, List.of("vip")));
        await(conversations.mute(administrator, displayId));

        assertThat(activities()).hasToString("""
                [{"kind":"resolved","actor":"Ana"}, \
                {"kind":"reopened","actor":"Ana"}, \
                {"kind":"taken","actor":"Ana"}, \
                {"kind":"assigned","actor":"Ana","assignee":"Ana"}, \
                {"kind":"unassigned","actor":"Ana"}, \
                {"kind":"team_assigned","team":"vips","actor":"Ana"}, \
                {"kind":"team_removed","actor":"Ana"}, \
                {"kind":"priority_set","actor":"Ana","priority":"high"}, \
                {"kind":"priority_removed","actor":"Ana"}, \
                {"kind":"labels_added","actor":"Ana","labels":["new","vip"]}, \
                {"kind":"labels_removed","actor":"Ana","labels":["new"]}, \
                {"kind":"muted","actor":"Ana"}, \
                {"kind":"resolved","actor":"Ana"}]""");
    }

    @Test
    void snoozesUntilATimeOrTheNextReply() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        Instant tomorrow = Instant.parse("2126-01-01T08:00:00Z");

        ConversationView until = await(conversations.changeStatus(
                administrator, conversation.displayId(), ConversationStatus.SNOOZED, tomorrow));
        ConversationView nextReply = await(
                conversations.changeStatus(administrator, conversation.displayId(), ConversationStatus.SNOOZED, null));

        assertThat(until.snoozedUntil()).isEqualTo(tomorrow);
        assertThat(nextReply.snoozedUntil()).isNull();
        assertThat(nextReply.status()).isEqualTo(ConversationStatus.SNOOZED);
    }

    @Test
    void saysNothingWhenNothingChanges() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        forgetAnnounced();

        await(conversations.changeStatus(administrator, conversation.displayId(), ConversationStatus.OPEN, null));
        await(conversations.assign(administrator, conversation.displayId(), null));
        await(conversations.assignTeam(administrator, conversation.displayId(), null));
        await(conversations.setPriority(administrator, conversation.displayId(), null));
        await(conversations.setLabels(administrator, conversation.displayId(), List.of()));
        await(conversations.setCustomAttributes(
                administrator, conversation.displayId(), JsonNodeFactory.instance.objectNode()));
        await(conversations.markSeen(administrator, conversation.displayId()));
        await(conversations.markUnread(administrator, conversation.displayId()));

        assertThat(events()).isEmpty();
    }

    @Test
    void doesNotReopenWhereAnotherConversationIsOpen() {
        InboxId inbox = anInbox(Channel.API);
        ContactId contact = aContact();
        ConversationView old = aConversation(inbox, contact);
        await(conversations.changeStatus(administrator, old.displayId(), ConversationStatus.RESOLVED, null));
        aConversation(inbox, contact);

        assertThat(invalid(conversations.changeStatus(administrator, old.displayId(), ConversationStatus.OPEN, null))
                        .attribute())
                .isEqualTo("status");
        assertThat(await(conversations.find(administrator, old.displayId())).status())
                .isEqualTo(ConversationStatus.RESOLVED);
    }

    @Test
    void assignsToMembersAndAdministratorsOnly() {
        InboxId inbox = anInbox(Channel.API);
        Viewer member = aMemberOf(inbox);
        Viewer stranger = aMemberOf(anInbox(Channel.API));
        ConversationView conversation = aConversation(inbox);
        forgetAnnounced();

        ConversationView assigned =
                await(conversations.assign(administrator, conversation.displayId(), member.agentId()));
        StoreFailure.Invalid refused =
                invalid(conversations.assign(administrator, conversation.displayId(), stranger.agentId()));
        ConversationView unassigned = await(conversations.assign(member, conversation.displayId(), null));
        ConversationView toAdministrator =
                await(conversations.assign(member, conversation.displayId(), administrator.agentId()));

        assertThat(assigned.assignee().id()).isEqualTo(member.agentId());
        assertThat(refused.attribute()).isEqualTo("assignee_id");
        assertThat(unassigned.assignee()).isNull();
        assertThat(toAdministrator.assignee().administrator()).isTrue();
        assertThat(lines())
                .containsExactly(
                        "Assigned to Ana by Ana", "Conversation was unassigned by Ana", "Assigned to Ana by Ana");
    }

    @Test
    void assignsToATeamOfTheAccount() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        TeamId team = await(teams.create(administrator, new TeamChange("Vips", null, null)))
                .team()
                .id();

        ConversationView assigned = await(conversations.assignTeam(administrator, conversation.displayId(), team));

        assertThat(assigned.team().name()).isEqualTo("vips");
        assertThat(failureOf(conversations.assignTeam(administrator, conversation.displayId(), new TeamId(999_999))))
                .isInstanceOf(StoreFailure.NotFound.class);
        assertThat(lines()).containsExactly("Assigned to team vips by Ana");
    }

    @Test
    void setsPriorityLabelsAndAttributes() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        int displayId = conversation.displayId();
        forgetAnnounced();

        await(conversations.setPriority(administrator, displayId, Priority.HIGH));
        List<String> first =
                await(conversations.setLabels(administrator, displayId, List.of(" VIP ", "new", "vip", "")));
        List<String> second = await(conversations.setLabels(administrator, displayId, List.of("vip", "old")));
        ConversationView now = await(conversations.setCustomAttributes(
                administrator, displayId, JsonNodeFactory.instance.objectNode().put("plan", "gold")));

        assertThat(first).containsExactly("new", "vip");
        assertThat(second).containsExactly("old", "vip");
        assertThat(now.priority()).isEqualTo(Priority.HIGH);
        assertThat(now.labels()).containsExactly("old", "vip");
        assertThat(now.customAttributes().path("plan").asText()).isEqualTo("gold");
        assertThat(lines())
                .containsExactly(
                        "Ana set the priority to high", "Ana added new, vip", "Ana added old", "Ana removed new");
        assertThat(changes())
                .containsExactly(
                        Set.of(Change.PRIORITY),
                        Set.of(Change.LABELS),
                        Set.of(Change.LABELS),
                        Set.of(Change.ATTRIBUTES));
        assertThat(invalid(conversations.setCustomAttributes(
                                administrator, displayId, JsonNodeFactory.instance.textNode("gold")))
                        .attribute())
                .isEqualTo("custom_attributes");
    }

    @Test
    void tellsTheProviderWhichMessagesWereRead() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP), aContact("+15550199"));
        anIncomingMessage(conversation, "old", "A0");
        await(conversations.markSeen(administrator, conversation.displayId()));
        anIncomingMessage(conversation, "one", "A1");
        anIncomingMessage(conversation, "two", "A2");
        forgetAnnounced();

        ConversationView seen = await(conversations.markSeen(administrator, conversation.displayId()));
        await(conversations.markSeen(administrator, conversation.displayId()));

        assertThat(seen.unreadCount()).isZero();
        assertThat(seen.agentLastSeenAt()).isNotNull();
        assertThat(seen.assigneeLastSeenAt()).isNull();
        assertThat(changes()).containsExactly(Set.of(Change.SEEN_BY_AGENT));
        assertThat(outbound())
                .containsExactly(
                        new Outbound.MarkRead(account, conversation.inboxId(), "15550199", List.of("A1", "A2")));
    }

    @Test
    void marksNothingReadWhereTheInboxSaysSo() {
        InboxId inbox = anInbox(Channel.WHATSAPP);
        sql("UPDATE inboxes SET extra_settings = '{\"send_read_marks\": false}' WHERE id = " + inbox);
        ConversationView conversation = aConversation(inbox);
        anIncomingMessage(conversation, "one", "B1");

        await(conversations.markSeen(administrator, conversation.displayId()));

        assertThat(outbound()).isEmpty();
    }

    @Test
    void marksTheLastMessageUnreadAgain() {
        ConversationView conversation = aConversation(anInbox(Channel.WHATSAPP));
        anIncomingMessage(conversation, "one", "C1");
        await(conversations.markSeen(administrator, conversation.displayId()));

        ConversationView unread = await(conversations.markUnread(administrator, conversation.displayId()));

        assertThat(unread.unreadCount()).isEqualTo(1);
        assertThat(unread.agentLastSeenAt()).isBefore(unread.lastMessage().createdAt());
    }

    private List<Integer> listed(Viewer viewer, ConversationFilter filter) {
        return await(conversations.list(viewer, filter, 1)).conversations().stream()
                .map(ConversationView::displayId)
                .toList();
    }

    private static ConversationFilter filter(ConversationStatus status, Assignee assignee) {
        return new ConversationFilter(status, assignee, null, null, List.of(), Kind.ANY, null, Sort.LAST_ACTIVITY_DESC);
    }

    private static ConversationFilter sorted(Sort sort) {
        return new ConversationFilter(null, Assignee.ALL, null, null, List.of(), Kind.ANY, null, sort);
    }

    private List<Set<Change>> changes() {
        return events().stream()
                .filter(ConversationUpdated.class::isInstance)
                .map(it -> ((ConversationUpdated) it).changed())
                .toList();
    }

    /** What the history says, as announced. */
    private List<String> lines() {
        return history().map(MessageView::text).toList();
    }

    private List<JsonNode> activities() {
        return history().map(it -> it.contentAttributes().path("activity")).toList();
    }

    private Stream<MessageView> history() {
        return events().stream()
                .filter(MessageCreated.class::isInstance)
                .map(it -> ((MessageCreated) it).message())
                .filter(it -> it.direction() == Direction.ACTIVITY);
    }

    private static ConversationFilter at(String sourceId) {
        return filter(null, Assignee.ALL).withSourceId(sourceId);
    }

    private static ConversationFilter updatedWithin(int seconds) {
        return filter(null, Assignee.ALL).withUpdatedSince(Instant.now().minusSeconds(seconds));
    }
}
