package io.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.Priority;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.id.TeamId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.message.MessageView;
import io.parley.store.agent.Agents.AgentChange;
import io.parley.store.agent.Agents.NewAgent;
import io.parley.store.agent.Teams.TeamChange;
import io.parley.store.article.Articles;
import io.parley.store.article.Articles.ArticleChange;
import io.parley.store.attribute.AttributeDefinitions.DefinitionChange;
import io.parley.store.attribute.AttributeDefinitions.Model;
import io.parley.store.contact.Contacts.ContactChange;
import io.parley.store.contact.Contacts.ContactSort;
import io.parley.store.contact.Contacts.ContactSort.Field;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.conversation.ConversationFilter;
import io.parley.store.conversation.ConversationFilter.Assignee;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.conversation.ConversationFilter.Sort;
import io.parley.store.conversation.Conversations.Counts;
import io.parley.store.filter.Condition;
import io.parley.store.filter.Condition.Operator;
import io.parley.store.inbox.Inboxes.Connection;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.NewInbox;
import io.parley.store.label.Labels.LabelChange;
import io.parley.store.notification.Notifications.Query;
import io.parley.store.participation.Drafts.DraftChange;
import io.parley.store.search.Search;
import io.parley.store.search.Search.SearchFilter;
import io.parley.store.search.Search.SearchRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who is no member of an inbox, or not even of the account, can reach nothing of it through any door. */
class VisibilityIT extends ApiIntegration {

    private static final ContactSort BY_NAME = new ContactSort(Field.NAME, false);

    @Autowired
    private Search search;

    @Autowired
    private Articles articles;

    private InboxId inbox = new InboxId(1);
    private ContactId contact = new ContactId(1);
    private int displayId;
    private MessageId message = new MessageId(1);
    private AgentId agent = new AgentId(1);
    private TeamId team = new TeamId(1);
    private int label;

    @BeforeEach
    void anInboxWithSomethingInIt() {
        inbox = await(inboxes.create(administrator, anApiInbox())).inbox().id();
        contact = aContact();
        ConversationView conversation = aConversation(inbox, contact);
        displayId = conversation.displayId();
        MessageView secret = aReply(conversation, "secret words");
        message = secret.id();
        agent = aMemberOf(inbox).agentId();
        team = await(teams.create(administrator, new TeamChange("team", null, null)))
                .team()
                .id();
        label = await(labels.create(administrator, new LabelChange("label", null, null, null)))
                .id();
    }

    @ParameterizedTest
    @MethodSource("doorsToTheInbox")
    void anAgentWhoIsNoMemberGetsNothing(Door door) {
        Viewer stranger = aMemberOf(anInbox(Channel.API));

        assertThat(through(door, stranger)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("doorsToTheInbox")
    void anAdministratorOfAnotherAccountGetsNothing(Door door) {
        assertThat(through(door, anotherAccountsAdministrator())).isEmpty();
    }

    /** What the tests above find shut must be open to somebody, or they would prove nothing. */
    @ParameterizedTest
    @MethodSource("doorsToTheInbox")
    void aMemberGetsThrough(Door door) {
        boolean forAdministrators = door.name().startsWith("administrators");

        assertThat(through(door, forAdministrators ? administrator : new Viewer(account, agent, false)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("administratorsDoors")
    void anAgentDoesNotDoWhatAdministratorsDo(Door door) {
        StoreFailure failure = failureOf(door.open().apply(this).apply(new Viewer(account, agent, false)));

        assertThat(failure).isInstanceOf(StoreFailure.NotAllowed.class);
    }

    @ParameterizedTest
    @MethodSource("administratorsDoors")
    void anAdministratorDoesNothingToAnotherAccount(Door door) {
        assertThat(failureOf(door.open().apply(this).apply(anotherAccountsAdministrator())))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void noOrderOfTheListShowsOrCountsWhatIsHidden(Sort sort) {
        Viewer stranger = aMemberOf(anInbox(Channel.API));
        for (Assignee assignee : Assignee.values()) {
            ConversationFilter filter =
                    new ConversationFilter(null, assignee, null, null, List.of(), Kind.ANY, null, sort);

            assertThat(await(conversations.list(stranger, filter, 1)).conversations())
                    .isEmpty();
            assertThat(await(conversations.listAfter(stranger, filter, displayId, 10)))
                    .isEmpty();
            assertThat(await(conversations.counts(stranger, filter))).isEqualTo(new Counts(0, 0, 0, 0));
        }
    }

    @Test
    void whoLeavesAnInboxSeesNothingOfItAnyMore() {
        Viewer member = new Viewer(account, agent, false);
        assertThat(await(conversations.find(member, displayId)).displayId()).isEqualTo(displayId);

        inboxes.removeMembers(administrator, inbox, List.of(agent)).block(LIMIT);

        assertThat(failureOf(conversations.find(member, displayId))).isInstanceOf(StoreFailure.NotAllowed.class);
    }

    static Stream<Door> doorsToTheInbox() {
        List<Door> doors = new ArrayList<>();
        doors.add(new Door("conversation", it -> v -> it.conversations.find(v, it.displayId)));
        doors.add(new Door(
                "conversations",
                it -> v -> it.conversations
                        .list(v, it.inTheInbox(null), 1)
                        .flatMapIterable(page -> page.conversations())));
        doors.add(new Door(
                "conversations by words",
                it -> v -> it.onceFound(it.conversations
                        .list(v, it.inTheInbox("secret"), 1)
                        .flatMapIterable(page -> page.conversations()))));
        doors.add(new Door(
                "message search",
                it -> v -> it.onceFound(it.search
                        .messages(v, new SearchRequest("secret", SearchFilter.NONE, 1))
                        .flatMapIterable(found -> found))));
        doors.add(new Door(
                "conversation search",
                it -> v -> it.onceFound(it.search
                        .conversations(v, new SearchRequest("secret", SearchFilter.NONE, 1))
                        .flatMapIterable(found -> found))));
        doors.add(new Door(
                "contact search by likeness",
                it -> v -> it.search
                        .contacts(v, new SearchRequest("Bo", SearchFilter.NONE, 1))
                        .flatMapIterable(found -> found)));
        doors.add(new Door(
                "conversations, scrolled",
                it -> v -> it.conversations
                        .listAfter(v, it.inTheInbox(null), null, 10)
                        .flatMapIterable(found -> found)));
        doors.add(new Door(
                "counts",
                it -> v -> it.conversations.counts(v, it.inTheInbox(null)).filter(counts -> counts.all() > 0)));
        doors.add(new Door(
                "counts by words",
                it -> v -> it.onceFound(it.conversations
                        .counts(v, it.inTheInbox("secret"))
                        .filter(counts -> counts.all() > 0)
                        .flux())));
        doors.add(new Door(
                "new conversation", it -> v -> it.conversations.create(v, aNewConversation(it.inbox, it.contact))));
        doors.add(new Door(
                "status",
                it -> v -> it.conversations.changeStatus(v, it.displayId, ConversationStatus.RESOLVED, null)));
        doors.add(
                new Door("assignee", it -> v -> it.conversations.assign(v, it.displayId, it.administrator.agentId())));
        doors.add(new Door("team", it -> v -> it.conversations.assignTeam(v, it.displayId, it.team)));
        doors.add(new Door("priority", it -> v -> it.conversations.setPriority(v, it.displayId, Priority.LOW)));
        doors.add(new Door("labels", it -> v -> it.conversations.setLabels(v, it.displayId, List.of("x"))));
        doors.add(new Door(
                "attributes",
                it -> v -> it.conversations.setCustomAttributes(
                        v, it.displayId, JsonNodeFactory.instance.objectNode().put("a", 1))));
        doors.add(new Door(
                "more labels", it -> v -> it.conversations.changeLabels(v, it.displayId, List.of("y"), List.of())));
        doors.add(new Door("mute", it -> v -> it.conversations.mute(v, it.displayId)));
        doors.add(new Door("unmute", it -> v -> it.conversations.unmute(v, it.displayId)));
        doors.add(new Door(
                "draft",
                it -> v -> it.drafts
                        .save(v, it.displayId, new DraftChange("x", null, null))
                        .then(it.drafts.find(v, it.displayId))));
        doors.add(new Door("drafts", it -> v -> {
            it.sql("INSERT INTO drafts (conversation_id, agent_id, message) SELECT id, %s, 'x' FROM conversations"
                            .formatted(v.agentId())
                    + " WHERE account_id = " + it.account);
            return it.drafts.list(v);
        }));
        doors.add(new Door(
                "participants",
                it -> v -> it.participants
                        .add(it.administrator, it.displayId, List.of(it.agent))
                        .thenMany(it.participants.list(v, it.displayId))));
        doors.add(new Door("new participants", it -> v -> it.participants.add(v, it.displayId, List.of(it.agent))));
        doors.add(new Door("other participants", it -> v -> it.participants.set(v, it.displayId, List.of(it.agent))));
        doors.add(new Door("messages around one", it -> v -> it.messages.around(v, it.displayId, it.message)));
        doors.add(new Door("messages at a time", it -> v -> it.messages.at(v, it.displayId, Instant.EPOCH)));
        doors.add(new Door("mentions", it -> v -> {
            it.sql("INSERT INTO conversation_mentions (conversation_id, agent_id, message_id) SELECT id, %s, %s"
                            .formatted(v.agentId(), it.message)
                    + " FROM conversations WHERE account_id = " + it.account);
            return it.conversations.list(v, of(Kind.MENTION), 1).flatMapIterable(page -> page.conversations());
        }));
        doors.add(new Door("participation", it -> v -> {
            it.sql("INSERT INTO conversation_participants (conversation_id, agent_id) SELECT id, %s"
                            .formatted(v.agentId())
                    + " FROM conversations WHERE account_id = " + it.account);
            return it.conversations.list(v, of(Kind.PARTICIPATING), 1).flatMapIterable(page -> page.conversations());
        }));
        doors.add(new Door("seen", it -> v -> it.conversations.markSeen(v, it.displayId)));
        doors.add(new Door("unread", it -> v -> it.conversations.markUnread(v, it.displayId)));
        doors.add(new Door("messages", it -> v -> it.messages.list(v, it.displayId, null, null)));
        doors.add(new Door("new message", it -> v -> it.messages.create(v, it.displayId, says("hi"))));
        doors.add(new Door("new note", it -> v -> it.messages.create(v, it.displayId, aNote("hi"))));
        doors.add(new Door("deletion", it -> v -> it.messages.delete(v, it.displayId, it.message)));
        doors.add(new Door("retry", it -> v -> {
            it.sql("UPDATE messages SET send_state = 'failed', status = 'failed' WHERE id = " + it.message);
            return it.messages.retry(v, it.displayId, it.message);
        }));
        doors.add(new Door("revisions", it -> v -> {
            it.sql("INSERT INTO message_revisions (message_id, text, revised_at) VALUES (%s, 'before', now())"
                    .formatted(it.message));
            return it.messages.revisions(v, it.displayId, it.message);
        }));
        doors.add(new Door("contact", it -> v -> it.contacts.find(v, it.contact)));
        doors.add(new Door(
                "contacts",
                it -> v -> it.contacts.list(v, BY_NAME, List.of(), 1).flatMapIterable(page -> page.contacts())));
        doors.add(new Door(
                "contact search",
                it -> v -> it.contacts.search(v, "Bo", BY_NAME, 1).flatMapIterable(page -> page.contacts())));
        doors.add(new Door(
                "contact count",
                it -> v -> it.contacts.list(v, BY_NAME, List.of(), 1).filter(page -> page.total() > 0)));
        doors.add(new Door(
                "contact change",
                it -> v -> it.contacts.update(
                        v, it.contact, new ContactChange("x", null, null, null, null, null, null, null))));
        doors.add(new Door(
                "contacts by conditions",
                it -> v -> it.contacts
                        .filter(v, List.of(is("name", "bo")), BY_NAME, 1)
                        .flatMapIterable(page -> page.contacts())));
        doors.add(new Door(
                "conversations by conditions",
                it -> v -> it.conversations
                        .list(v, that(is("status", "open")), 1)
                        .flatMapIterable(page -> page.conversations())));
        doors.add(new Door(
                "counts by conditions",
                it -> v ->
                        it.conversations.counts(v, that(is("status", "open"))).filter(counts -> counts.all() > 0)));
        doors.add(new Door("note", it -> v -> it.contactNotes.create(v, it.contact, "x")));
        doors.add(new Door(
                "notes",
                it -> v -> it.contactNotes
                        .create(it.administrator, it.contact, "x")
                        .thenMany(it.contactNotes.list(v, it.contact, null))));
        doors.add(new Door("merge preview", it -> v -> it.contacts.previewMerge(v, it.contact, it.aContact())));
        doors.add(new Door("merge", it -> v -> it.contacts.merge(v, it.contact, it.aContact())));
        doors.add(new Door("merge of a hidden one", it -> v -> it.contacts.merge(v, it.aContact(), it.contact)));
        doors.add(new Door(
                "contact without attributes",
                it -> v -> it.contacts.removeCustomAttributes(v, it.contact, List.of("x"))));
        doors.add(new Door("contact's conversations", it -> v -> it.contacts.conversations(v, it.contact)));
        doors.add(new Door("contact's labels", it -> v -> it.contacts.labels(v, it.contact)));
        doors.add(new Door("contact's new labels", it -> v -> it.contacts.setLabels(v, it.contact, List.of("x"))));
        doors.add(new Door(
                "new contact in the inbox",
                it -> v -> it.contacts.create(
                        v, new NewContact(it.inbox, null, "x", null, null, null, null, null, null, null))));
        doors.add(new Door("inbox", it -> v -> it.inboxes.find(v, it.inbox)));
        doors.add(new Door(
                "inboxes",
                it -> v -> it.inboxes.list(v).filter(found -> found.inbox().id().equals(it.inbox))));
        doors.add(new Door("members", it -> v -> it.inboxes.members(v, it.inbox)));
        doors.add(new Door(
                "connection",
                it -> v -> it.inboxes.setConnection(
                        v, it.inbox, new Connection(ConnectionState.OPEN, null, null, null, null))));
        doors.add(new Door("assignable agents", it -> v -> it.agents.assignable(v, List.of(it.inbox))));
        doors.add(new Door(
                "live overview", it -> v -> it.live.standing(v, null, null).filter(standing -> standing.open() > 0)));
        doors.add(new Door("load by agent", it -> v -> it.live.byAgent(v, null).flatMapIterable(found -> found)));
        doors.add(new Door("load by team", it -> v -> it.live.byTeam(v).flatMapIterable(found -> found)));
        doors.add(new Door("notifications", it -> v -> {
            it.sql(
                    "INSERT INTO notifications (account_id, agent_id, conversation_id, kind, event_id) SELECT account_id,"
                            + " %s, id, 'conversation_mention', 'x' FROM conversations WHERE account_id = %s"
                                    .formatted(v.agentId(), it.account));
            return it.notifications.list(v, new Query(true, true, null, 0, 10)).flatMapIterable(found -> found);
        }));
        doors.add(new Door(
                "visible inboxes", it -> v -> it.agents.visibleInboxes(v).filter(found -> found.contains(it.inbox))));
        return doors.stream();
    }

    static Stream<Door> administratorsDoors() {
        List<Door> doors = new ArrayList<>();
        doors.add(new Door("inbox change", it -> v -> it.inboxes.update(v, it.inbox, named("x"))));
        doors.add(new Door("inbox deletion", it -> v -> it.inboxes.delete(v, it.inbox)));
        doors.add(new Door("new members", it -> v -> it.inboxes.addMembers(v, it.inbox, List.of())));
        doors.add(new Door("other members", it -> v -> it.inboxes.setMembers(v, it.inbox, List.of())));
        doors.add(new Door("fewer members", it -> v -> it.inboxes.removeMembers(v, it.inbox, List.of())));
        doors.add(new Door(
                "agent change",
                it -> v -> it.agents.update(v, it.agent, new AgentChange("x", null, null, null, null))));
        doors.add(new Door("agent removal", it -> v -> it.agents.remove(v, it.agent)));
        doors.add(new Door("team change", it -> v -> it.teams.update(v, it.team, new TeamChange("x", null, null))));
        doors.add(new Door("team deletion", it -> v -> it.teams.delete(v, it.team)));
        doors.add(new Door("new team members", it -> v -> it.teams.addMembers(v, it.team, List.of())));
        doors.add(new Door("other team members", it -> v -> it.teams.setMembers(v, it.team, List.of())));
        doors.add(new Door("fewer team members", it -> v -> it.teams.removeMembers(v, it.team, List.of())));
        doors.add(new Door(
                "label change", it -> v -> it.labels.update(v, it.label, new LabelChange("x", null, null, null))));
        doors.add(new Door("holidays", it -> v -> it.inboxes.setHolidays(v, it.inbox, List.of())));
        doors.add(new Door("contact deletion", it -> v -> it.contacts.delete(v, it.contact)));
        doors.add(new Door(
                "article change",
                it -> v -> it.articles.update(v, it.anArticle(), new ArticleChange("x", null, null, null, null))));
        doors.add(new Door("article deletion", it -> v -> it.articles.delete(v, it.anArticle())));
        doors.add(new Door(
                "attribute change", it -> v -> it.attributeDefinitions.update(v, it.anAttribute(), called("x"))));
        doors.add(new Door("attribute deletion", it -> v -> it.attributeDefinitions.delete(v, it.anAttribute())));
        doors.add(new Door("label deletion", it -> v -> it.labels.delete(v, it.label)));
        return doors.stream();
    }

    @Test
    void anAgentCreatesNothingThatAdministratorsCreate() {
        Viewer member = new Viewer(account, agent, false);

        for (Publisher<?> creation : List.<Publisher<?>>of(
                inboxes.create(member, anApiInbox()),
                agents.create(member, new NewAgent("x", "x@example.org", true, null, null, null)),
                teams.create(member, new TeamChange("x", null, null)),
                attributeDefinitions.create(member, called("x")),
                labels.create(member, new LabelChange("x", null, null, null)))) {
            assertThat(failureOf(creation)).isInstanceOf(StoreFailure.NotAllowed.class);
        }
    }

    private Viewer anotherAccountsAdministrator() {
        AccountId other = anAccount();
        return new Viewer(other, anAgent(other, "administrator"), true);
    }

    private ConversationFilter inTheInbox(String query) {
        return new ConversationFilter(
                null, Assignee.ALL, inbox, null, List.of(), Kind.ANY, query, Sort.LAST_ACTIVITY_DESC);
    }

    private static ConversationFilter of(Kind kind) {
        return new ConversationFilter(null, Assignee.ALL, null, null, List.of(), kind, null, Sort.LAST_ACTIVITY_DESC);
    }

    private static Condition is(String attribute, String value) {
        return new Condition(attribute, Operator.EQUAL_TO, List.of(value), false);
    }

    private static ConversationFilter that(Condition condition) {
        return of(Kind.ANY).withConditions(List.of(condition));
    }

    private int anArticle() {
        return await(articles.create(administrator, new ArticleChange("secret", "words", null, null, null)))
                .id();
    }

    /** Words are known a moment after the message. */
    private <T> Flux<T> onceFound(Flux<T> asked) {
        eventually(() -> assertThat(one("SELECT count(*) FROM search_documents WHERE message_id = " + message))
                .isEqualTo(1L));
        return asked;
    }

    private int anAttribute() {
        return await(attributeDefinitions.create(administrator, called("a" + System.nanoTime())))
                .id();
    }

    private static DefinitionChange called(String key) {
        return new DefinitionChange(Model.CONTACT, key, key, null, null, null, null, null, null);
    }

    private static NewInbox anApiInbox() {
        return new NewInbox(Channel.API, "Api", null, null, null, null, null, null, null, null, null, null);
    }

    private static InboxChange named(String name) {
        return new InboxChange(name, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** What comes through; a refusal is nothing. */
    private List<?> through(Door door, Viewer viewer) {
        return all(Flux.defer(() -> door.open().apply(this).apply(viewer))
                .cast(Object.class)
                .onErrorResume(StoreFailure.NotAllowed.class, refused -> Mono.empty())
                .onErrorResume(StoreFailure.NotFound.class, refused -> Mono.empty()));
    }

    /** One way into the store, for the rows of a test. */
    record Door(String name, Function<VisibilityIT, Function<Viewer, Publisher<?>>> open) {
        @Override
        public String toString() {
            return name;
        }
    }
}
