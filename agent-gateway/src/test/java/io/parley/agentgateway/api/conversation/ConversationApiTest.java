package io.parley.agentgateway.api.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.Priority;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.ConversationFilter.Assignee;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.conversation.ConversationFilter.Sort;
import io.parley.store.conversation.Conversations.NewConversation;
import io.parley.store.message.Messages.NewMessage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;

class ConversationApiTest extends ApiTester {

    private static final String CONVERSATIONS = ACCOUNT + "/conversations";

    @Test
    void listsOpenConversationsWithFourCounts() {
        getAsBo(CONVERSATIONS)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.data.meta.mine_count")
                .isEqualTo(1)
                .jsonPath("$.data.meta.assigned_count")
                .isEqualTo(2)
                .jsonPath("$.data.meta.unassigned_count")
                .isEqualTo(3)
                .jsonPath("$.data.meta.all_count")
                .isEqualTo(5)
                .jsonPath("$.data.payload.length()")
                .isEqualTo(1)
                .jsonPath("$.data.payload[0].id")
                .isEqualTo(12)
                .jsonPath("$.data.payload[0].messages[0].content")
                .isEqualTo("hi");

        assertThat(store.<ConversationFilter>asked("filter")).isEqualTo(ConversationFilter.open());
        assertThat(store.<Integer>asked("page")).isEqualTo(1);
    }

    @Test
    void narrowsTheListByEverythingThatIsAsked() {
        getAsBo(CONVERSATIONS
                        + "?status=all&assignee_type=me&inbox_id=3&team_id=2&labels[]=vip&conversation_type=unattended"
                        + "&sort_by=waiting_since_asc&page=3")
                .expectStatus()
                .isOk();

        assertThat(store.<ConversationFilter>asked("filter"))
                .isEqualTo(new ConversationFilter(
                        null,
                        Assignee.ME,
                        new InboxId(3),
                        new TeamId(2),
                        List.of("vip"),
                        Kind.UNATTENDED,
                        null,
                        Sort.WAITING_SINCE_ASC));
        assertThat(store.<Integer>asked("page")).isEqualTo(3);
    }

    @Test
    void narrowsTheListBySourceAndByWhenItChanged() {
        Instant before = Instant.now();
        getAsBo(CONVERSATIONS + "?source_id=8d6f&updated_within=60")
                .expectStatus()
                .isOk();

        ConversationFilter filter = store.asked("filter");
        assertThat(filter.sourceId()).isEqualTo("8d6f");
        assertThat(filter.updatedSince())
                .isBetween(before.minusSeconds(60), Instant.now().minusSeconds(60));
    }

    @Test
    void looksForWordsWhateverTheStatus() {
        getAsBo(CONVERSATIONS + "?q=invoice&inbox_id=&status=open")
                .expectStatus()
                .isOk();

        ConversationFilter filter = store.asked("filter");
        assertThat(filter.query()).isEqualTo("invoice");
        assertThat(filter.status()).isNull();
        assertThat(filter.inboxId()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "latest, LAST_ACTIVITY_DESC",
        "last_activity_at_asc, LAST_ACTIVITY_ASC",
        "created_at_desc, CREATED_DESC",
        "created_at_asc, CREATED_ASC",
        "priority_desc, PRIORITY_DESC",
        "priority_asc, PRIORITY_ASC",
        "priority_desc_created_at_asc, PRIORITY_DESC",
        "waiting_since_desc, WAITING_SINCE_DESC",
        "something else, LAST_ACTIVITY_DESC"
    })
    void sorts(String sortBy, Sort sort) {
        getAsBo(CONVERSATIONS + "?sort_by=" + sortBy).expectStatus().isOk();

        assertThat(store.<ConversationFilter>asked("filter").sort()).isEqualTo(sort);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=lost", "assignee_type=you", "inbox_id=x", "conversation_type=loud"})
    void refusesFiltersThatMeanNothing(String filter) {
        getAsBo(CONVERSATIONS + "?" + filter)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.error")
                .isNotEmpty();
    }

    @Test
    void scrollsByTheLastOneSeen() {
        getAsBo(CONVERSATIONS + "?after=40&limit=500")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.data.payload[0].id")
                .isEqualTo(12);

        assertThat(store.<Map<String, Integer>>asked("after")).isEqualTo(Map.of("after", 40, "limit", 100));
    }

    @Test
    void countsAlone() {
        getAsBo(CONVERSATIONS + "/meta?status=resolved")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"meta\":{\"mine_count\":1,\"assigned_count\":2,\"unassigned_count\":3,\"all_count\":5}}");

        assertThat(store.<ConversationFilter>asked("filter").status()).isEqualTo(ConversationStatus.RESOLVED);
    }

    @Test
    void showsOneUnwrapped() {
        getAsBo(CONVERSATIONS + "/12")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(12)
                .jsonPath("$.last_non_activity_message.conversation.contact_inbox.source_id")
                .isEqualTo("8d6f0c0e")
                .jsonPath("$.meta.assignee")
                .doesNotExist();
        getAsBo(CONVERSATIONS + "/99").expectStatus().isNotFound();
        getAsBo(CONVERSATIONS + "/abc").expectStatus().isNotFound();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ",
        "POST, /toggle_status",
        "POST, /toggle_priority",
        "POST, /assignments",
        "GET, /labels",
        "POST, /labels",
        "POST, /custom_attributes",
        "POST, /update_last_seen",
        "POST, /unread",
        "GET, /messages",
        "POST, /messages"
    })
    void keepsAgentsFromConversationsOfInboxesTheyAreNotIn(String method, String action) {
        sendAsBo(HttpMethod.valueOf(method), CONVERSATIONS + "/13" + (action == null ? "" : action), "{'content':'hi'}")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .json("{\"error\":\"You are not authorized to do this action\"}");
    }

    @Test
    void keepsAgentsFromTellingThatTheyTypeThere() {
        sendAsBo(HttpMethod.POST, CONVERSATIONS + "/13/toggle_typing_status", "{'typing_status':'on'}")
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void opensAConversationAsEvolutionDoes() {
        post(CONVERSATIONS, "{'contact_id':'5','inbox_id':'3','status':'pending'}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(12);

        assertThat(store.<NewConversation>asked("new conversation"))
                .isEqualTo(new NewConversation(
                        Fixtures.API_INBOX, Fixtures.ANA, null, ConversationStatus.PENDING, null, null, null, null));
    }

    @Test
    void sendsTheFirstMessageOfANewConversation() {
        post(CONVERSATIONS, "{'contact_id':5,'inbox_id':3,'message':{'content':'Hello'},'assignee_id':8}")
                .expectStatus()
                .isOk();

        assertThat(store.<NewMessage>asked("new message").text()).isEqualTo("Hello");
        assertThat(store.<NewConversation>asked("new conversation").assigneeId())
                .isEqualTo(Fixtures.BO);
    }

    @Test
    void wantsToKnowWhereAndWithWhom() {
        post(CONVERSATIONS, "{'contact_id':5}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("{\"error\":\"param is missing or the value is empty: inbox_id\"}");
        post(CONVERSATIONS, "{'contact_id':5,'inbox_id':3,'status':'lost'}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void togglesTheStatus() {
        post(CONVERSATIONS + "/12/toggle_status", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("""
                {"payload":{"success":true,"conversation_id":12,"current_status":"resolved","snoozed_until":null}}
                """);
        assertThat(store.<Optional<ConversationStatus>>asked("status")).isEmpty();
    }

    @Test
    void snoozesUntilATime() {
        post(CONVERSATIONS + "/12/toggle_status", "{'status':'snoozed','snoozed_until':1781700100}")
                .expectBody()
                .jsonPath("$.payload.current_status")
                .isEqualTo("snoozed")
                .jsonPath("$.payload.snoozed_until")
                .isEqualTo("2026-06-17T12:41:40.000Z");
        post(CONVERSATIONS + "/12/toggle_status", "{'status':'snoozed','snoozed_until':'tomorrow'}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void setsThePriority() {
        post(CONVERSATIONS + "/12/toggle_priority", "{'priority':'urgent'}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        assertThat(store.<Optional<Priority>>asked("priority")).contains(Priority.URGENT);

        send(HttpMethod.PATCH, CONVERSATIONS + "/12", "{'priority':null}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.priority")
                .value(it -> assertThat(it).isNull());
        assertThat(store.<Optional<Priority>>asked("priority")).isEmpty();
        post(CONVERSATIONS + "/12/toggle_priority", "{'priority':'huge'}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void givesItToAnAgentAndTakesItFromThem() {
        post(CONVERSATIONS + "/12/assignments", "{'assignee_id':'8'}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(8)
                .jsonPath("$.role")
                .isEqualTo("agent");
        assertThat(store.<Optional<AgentId>>asked("assignee")).contains(Fixtures.BO);

        post(CONVERSATIONS + "/12/assignments", "{'assignee_id':null}")
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("null");
        assertThat(store.<Optional<AgentId>>asked("assignee")).isEmpty();
    }

    @Test
    void givesItToATeamNamedInTheQueryAlone() {
        ask("bo-token", HttpMethod.POST, CONVERSATIONS + "/12/assignments?team_id=2")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("sales");

        assertThat(store.<Optional<TeamId>>asked("team")).contains(new TeamId(2));
        post(CONVERSATIONS + "/12/assignments", "{'team_id':0}")
                .expectBody(String.class)
                .isEqualTo("null");
    }

    @Test
    void replacesTheLabels() {
        getAsBo(CONVERSATIONS + "/12/labels").expectBody().json("{\"payload\":[\"vip\"]}");
        sendAsBo(HttpMethod.POST, CONVERSATIONS + "/12/labels", "{'labels':['a','b']}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"payload\":[\"a\",\"b\"]}");
        assertThat(store.<List<String>>asked("conversation labels")).containsExactly("a", "b");
    }

    @Test
    void replacesTheCustomAttributes() {
        post(CONVERSATIONS + "/12/custom_attributes", "{'custom_attributes':{'order':7}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"custom_attributes\":{\"order\":7}}");
    }

    @Test
    void saysThatItWasReadAndThatItWasNot() {
        ask("bo-token", HttpMethod.POST, CONVERSATIONS + "/12/update_last_seen")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.unread_count")
                .isEqualTo(0);
        ask("bo-token", HttpMethod.POST, CONVERSATIONS + "/12/unread")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.unread_count")
                .isEqualTo(1);
    }

    @Test
    void refusesTypingThatIsNeitherOnNorOff() {
        post(CONVERSATIONS + "/12/toggle_typing_status", "{'typing_status':'maybe'}")
                .expectStatus()
                .isEqualTo(422);
    }
}
