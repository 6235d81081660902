package io.parley.store.participation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.message.MessageView;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.agent.Teams.TeamChange;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.ConversationFilter.Assignee;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.conversation.ConversationFilter.Sort;
import io.parley.store.participation.Drafts.Draft;
import io.parley.store.participation.Drafts.DraftChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class ParticipationIT extends ApiIntegration {

    @Test
    void keepsADraftForEachAgentUntilNothingIsLeftOfIt() {
        InboxId inbox = anInbox(Channel.API);
        int conversation = aConversation(inbox).displayId();
        Viewer colleague = aMemberOf(inbox);

        await(drafts.save(administrator, conversation, new DraftChange("Dear", null, 7)));
        Draft both = await(drafts.save(administrator, conversation, new DraftChange(null, "ask Bo", null)));

        assertThat(both.message()).isEqualTo("Dear");
        assertThat(both.note()).isEqualTo("ask Bo");
        assertThat(both.replyTo()).isEqualTo(new MessageId(7));
        assertThat(all(drafts.find(colleague, conversation))).isEmpty();
        assertThat(all(drafts.list(administrator))).containsExactly(both);

        assertThat(all(drafts.save(administrator, conversation, new DraftChange("", " ", null))))
                .isEmpty();
        assertThat(all(drafts.find(administrator, conversation))).isEmpty();
    }

    @Test
    void letsOnlyThoseFollowWhoSeeTheInbox() {
        InboxId inbox = anInbox(Channel.API);
        int conversation = aConversation(inbox).displayId();
        Viewer member = aMemberOf(inbox);
        Viewer stranger = aMemberOf();

        assertThat(all(participants.add(administrator, conversation, List.of(member.agentId()))))
                .hasSize(1);
        assertThat(invalid(participants.add(administrator, conversation, List.of(stranger.agentId())))
                        .attribute())
                .isEqualTo("user_ids");
        assertThat(all(participants.set(administrator, conversation, List.of(administrator.agentId()))))
                .singleElement()
                .satisfies(it -> assertThat(it.agent().id()).isEqualTo(administrator.agentId()));
        assertThat(listed(member, Kind.PARTICIPATING)).isEmpty();
        assertThat(listed(administrator, Kind.PARTICIPATING)).containsExactly(conversation);

        participants
                .remove(administrator, conversation, List.of(administrator.agentId()))
                .block(LIMIT);

        assertThat(all(participants.list(administrator, conversation))).isEmpty();
    }

    @Test
    void aNoteNamesAgentsAndTeamsWhoSeeTheConversation() {
        InboxId inbox = anInbox(Channel.API);
        int conversation = aConversation(inbox).displayId();
        aConversation(inbox);
        Viewer named = aMemberOf(inbox);
        Viewer ofTeam = aMemberOf(inbox);
        Viewer stranger = aMemberOf();
        var team = await(teams.create(administrator, new TeamChange("sales", null, null)))
                .team()
                .id();
        all(teams.addMembers(administrator, team, List.of(ofTeam.agentId(), stranger.agentId())));

        await(messages.create(
                administrator,
                conversation,
                aNote(
                        "[@Bo](mention://user/%s/Bo%%20Li) and [@sales](mention://team/%s/sales): please, [@x](mention://user/%s/x)"
                                .formatted(named.agentId(), team, stranger.agentId()))));
        await(messages.create(administrator, conversation, says("[@Bo](mention://user/1/Bo)")));

        assertThat(listed(named, Kind.MENTION)).containsExactly(conversation);
        assertThat(listed(ofTeam, Kind.MENTION)).containsExactly(conversation);
        assertThat(listed(stranger, Kind.MENTION)).isEmpty();
        assertThat(listed(administrator, Kind.MENTION)).isEmpty();
        assertThat(all(participants.list(administrator, conversation))).hasSize(2);
        assertThat(await(conversations.counts(named, of(Kind.MENTION))).all()).isEqualTo(1);
    }

    @Test
    void muteBlocksTheContactAndResolves() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        forgetAnnounced();

        ConversationView muted = await(conversations.mute(administrator, conversation.displayId()));

        assertThat(muted.status()).isEqualTo(ConversationStatus.RESOLVED);
        assertThat(muted.contact().blocked()).isTrue();
        assertThat(events()).anyMatch(EventBody.ContactUpdated.class::isInstance);
        forgetAnnounced();
        await(conversations.mute(administrator, conversation.displayId()));
        assertThat(events()).isEmpty();

        ConversationView heard = await(conversations.unmute(administrator, conversation.displayId()));

        assertThat(heard.contact().blocked()).isFalse();
        assertThat(heard.status()).isEqualTo(ConversationStatus.RESOLVED);
    }

    @Test
    void labelsOfSeveralAgentsAddUp() {
        int conversation = aConversation(anInbox(Channel.API)).displayId();

        all(Flux.range(0, 8)
                .flatMap(it -> conversations.changeLabels(administrator, conversation, List.of("l" + it), List.of())));
        List<String> left =
                await(conversations.changeLabels(administrator, conversation, List.of("VIP"), List.of("l0", "l1")));

        assertThat(left).containsExactly("l2", "l3", "l4", "l5", "l6", "l7", "vip");
    }

    @Test
    void jumpsToAMessageAndToATime() {
        ConversationView conversation = aConversation(anInbox(Channel.API));
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ids.add(anIncomingMessage(conversation, "m" + i, "s" + i + "-" + conversation.id()));
        }
        sql("UPDATE messages SET created_at = '2026-01-01T00:00:00Z'::timestamptz + (id - %d) * interval '1 day'"
                        .formatted(ids.getFirst())
                + " WHERE conversation_id = " + conversation.id());

        assertThat(around(conversation, ids.get(30))).isEqualTo(ids.subList(10, 60));
        assertThat(around(conversation, ids.getFirst())).isEqualTo(ids.subList(0, 30));
        assertThat(ids(await(messages.at(
                                administrator, conversation.displayId(), Instant.parse("2026-01-30T12:00:00Z")))
                        .messages()))
                .isEqualTo(ids.subList(10, 60));
        assertThat(ids(await(messages.at(
                                administrator, conversation.displayId(), Instant.parse("2030-01-01T00:00:00Z")))
                        .messages()))
                .isEqualTo(ids.subList(40, 60));
        int elsewhere = aConversation(anInbox(Channel.API)).displayId();
        assertThat(failureOf(messages.around(administrator, elsewhere, new MessageId(ids.get(3)))))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    private List<Integer> around(ConversationView conversation, int message) {
        return ids(await(messages.around(administrator, conversation.displayId(), new MessageId(message)))
                .messages());
    }

    private static List<Integer> ids(List<MessageView> messages) {
        return messages.stream().map(it -> it.id().value()).toList();
    }

    private List<Integer> listed(Viewer viewer, Kind kind) {
        return await(conversations.list(viewer, of(kind), 1)).conversations().stream()
                .map(ConversationView::displayId)
                .toList();
    }

    private static ConversationFilter of(Kind kind) {
        return new ConversationFilter(null, Assignee.ALL, null, null, List.of(), kind, null, Sort.LAST_ACTIVITY_DESC);
    }
}
