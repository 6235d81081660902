package io.parley.agentgateway.api.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.MessageId;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.participation.Drafts.Draft;
import io.parley.store.participation.Drafts.DraftChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class ParticipationApiTest extends ApiTester {

    private static final String CONVERSATION = ACCOUNT + "/conversations/12";

    @Test
    void keepsAndGivesBackADraft() {
        store.parts.answer("Drafts.save", new Draft(12, "Dear", "", new MessageId(9), Fixtures.NOW));

        send(HttpMethod.PUT, CONVERSATION + "/draft", "{'message':'Dear','in_reply_to':9}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.has_draft")
                .isEqualTo(true)
                .jsonPath("$.message")
                .isEqualTo("Dear")
                .jsonPath("$.in_reply_to")
                .isEqualTo(9);
        assertThat(store.parts.asked("Drafts.save")).containsExactly(12, new DraftChange("Dear", null, 9));

        send(
                        HttpMethod.PATCH,
                        CONVERSATION + "/draft_messages",
                        "{'draft_message':{'message':null,'in_reply_to':null}}")
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("Drafts.save")).containsExactly(12, new DraftChange("", null, 0));

        get(CONVERSATION + "/draft").expectBody().jsonPath("$.has_draft").isEqualTo(false);
        send(HttpMethod.DELETE, CONVERSATION + "/draft", "{}").expectStatus().isOk();
        assertThat(store.parts.wasAsked("Drafts.delete")).isTrue();
    }

    @Test
    void saysWhoFollowsAndWhoLooks() {
        store.parts.answer("Participants.add", List.of(Fixtures.row(Fixtures.boAsSeen())));
        store.parts.answer("Viewing.announce", List.of(Fixtures.BO));

        post(CONVERSATION + "/participants", "{'user_ids':['8']}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].id")
                .isEqualTo(8);
        assertThat(store.parts.asked("Participants.add")).containsExactly(12, List.of(new AgentId(8)));

        post(CONVERSATION + "/viewing", "{'viewing_status':'on'}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload[0].name")
                .isEqualTo("Bo Li");
        assertThat(store.parts.asked("Viewing.announce")).containsExactly(12, true);
        post(CONVERSATION + "/viewing", "{'viewing_status':'perhaps'}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void listsMentionsAndParticipation() {
        get(ACCOUNT + "/conversations?conversation_type=mention").expectStatus().isOk();
        assertThat(store.<ConversationFilter>asked("filter").kind()).isEqualTo(Kind.MENTION);

        get(ACCOUNT + "/conversations?conversation_type=participating")
                .expectStatus()
                .isOk();
        assertThat(store.<ConversationFilter>asked("filter").kind()).isEqualTo(Kind.PARTICIPATING);
    }

    @Test
    void mutesAndUnmutes() {
        post(CONVERSATION + "/mute", "{}").expectStatus().isOk().expectBody().isEmpty();
        assertThat(store.<Integer>asked("muted")).isEqualTo(12);

        post(CONVERSATION + "/unmute", "{}").expectStatus().isOk();
        assertThat(store.<Integer>asked("unmuted")).isEqualTo(12);
    }

    @Test
    void changesManyAtOnceAndNamesThoseThatCouldNotBe() {
        sendAsBo(
                        HttpMethod.POST,
                        ACCOUNT + "/bulk_actions",
                        "{'type':'Conversation','ids':[12,13],'fields':{'status':'snoozed','assignee_id':8,'team_id':null},"
                                + "'labels':{'add':['vip'],'remove':['old']},'snoozed_until':1781700000}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.changed")
                .isEqualTo(1)
                .jsonPath("$.failed.length()")
                .isEqualTo(1)
                .jsonPath("$.failed[0].id")
                .isEqualTo(13);

        assertThat(store.<Optional<ConversationStatus>>asked("status")).contains(ConversationStatus.SNOOZED);
        assertThat(store.conversations.get(12).snoozedUntil()).isEqualTo(Instant.ofEpochSecond(1_781_700_000));
        assertThat(store.<Optional<AgentId>>asked("assignee")).contains(new AgentId(8));
        assertThat(store.<Optional<AgentId>>asked("team")).isEmpty();
        assertThat(store.<List<List<String>>>asked("changed labels")).containsExactly(List.of("vip"), List.of("old"));
    }

    @Test
    void refusesBulkActionsWithoutConversations() {
        post(ACCOUNT + "/bulk_actions", "{'type':'Conversation','ids':[]}")
                .expectStatus()
                .isEqualTo(422);
        post(ACCOUNT + "/bulk_actions", "{'type':'Contact','ids':[1]}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void jumpsToAMessageOrATime() {
        get(CONVERSATION + "/messages?around=900").expectStatus().isOk();
        assertThat(store.<MessageId>asked("around")).isEqualTo(new MessageId(900));

        get(CONVERSATION + "/messages?around_time=2026-06-17T12:00:00Z")
                .expectStatus()
                .isOk();
        assertThat(store.<Instant>asked("at")).isEqualTo(Instant.parse("2026-06-17T12:00:00Z"));
    }
}
