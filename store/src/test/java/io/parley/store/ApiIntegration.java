package io.parley.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.contract.outbound.Outbound;
import io.parley.store.agent.Agents;
import io.parley.store.agent.Teams;
import io.parley.store.attribute.AttributeDefinitions;
import io.parley.store.contact.ContactNotes;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.Contacts.ContactDetails;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.conversation.Conversations;
import io.parley.store.conversation.Conversations.NewConversation;
import io.parley.store.filter.SavedFilters;
import io.parley.store.inbox.Inboxes;
import io.parley.store.label.Labels;
import io.parley.store.message.CannedResponses;
import io.parley.store.message.Messages;
import io.parley.store.message.Messages.NewMessage;
import io.parley.store.notification.Notifications;
import io.parley.store.participation.Drafts;
import io.parley.store.participation.Participants;
import io.parley.store.report.LiveOverview;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Flux;

/**
 * The store's Java API on a real database: an account with an administrator and an inbox for each test, and what was
 * announced since it began.
 */
public abstract class ApiIntegration extends SharedStoreIntegration {

    private static final AtomicInteger PHONES = new AtomicInteger(10_000);

    @Autowired
    protected Agents agents;

    @Autowired
    protected Teams teams;

    @Autowired
    protected Contacts contacts;

    @Autowired
    protected Conversations conversations;

    @Autowired
    protected Messages messages;

    @Autowired
    protected ContactNotes contactNotes;

    @Autowired
    protected SavedFilters savedFilters;

    @Autowired
    protected AttributeDefinitions attributeDefinitions;

    @Autowired
    protected Notifications notifications;

    @Autowired
    protected LiveOverview live;

    @Autowired
    protected Drafts drafts;

    @Autowired
    protected Participants participants;

    @Autowired
    protected CannedResponses cannedResponses;

    @Autowired
    protected Inboxes inboxes;

    @Autowired
    protected Labels labels;

    protected AccountId account = new AccountId(1);
    protected Viewer administrator = new Viewer(account, new AgentId(1), true);
    private long announcedBefore;

    /**
     * The relay empties the outbox within milliseconds, so a trigger keeps a copy. It is made once: that waits for
     * whoever works with the outbox, and makes the server forget how it runs their statements.
     */
    @BeforeEach
    void anAccountOfItsOwn() {
        sql("""
                DO $make$ BEGIN
                    IF to_regclass('announced') IS NULL THEN
                        CREATE TABLE announced (LIKE outbox INCLUDING INDEXES);
                        CREATE FUNCTION keep_announced() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN INSERT INTO announced SELECT NEW.*; RETURN NULL; END $$;
                        CREATE TRIGGER keep AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION keep_announced();
                    END IF;
                END $make$""");
        account = anAccount();
        administrator = new Viewer(account, anAgent(account, "administrator"), true);
        forgetAnnounced();
    }

    protected void forgetAnnounced() {
        announcedBefore = ((Number) one("SELECT coalesce(max(id), 0) FROM announced")).longValue();
    }

    protected long announcedBefore() {
        return announcedBefore;
    }

    /**
     * The events of this test's account since it began or forgot; without notifications, which follow from events in
     * their own time.
     */
    protected List<EventBody> events() {
        return hubEvents().stream()
                .map(HubEvent::body)
                .filter(it -> !(it instanceof EventBody.NotificationCreated))
                .toList();
    }

    protected List<HubEvent> hubEvents() {
        return announced("topic = 'events'", HubEvent.class).stream()
                .filter(event -> event.accountId().equals(account))
                .toList();
    }

    protected List<Outbound> outbound() {
        return announced("topic LIKE 'outbound.%'", Outbound.class).stream()
                .filter(outbound -> outbound.accountId().equals(account))
                .toList();
    }

    protected <T> List<T> announced(String condition, Class<T> type) {
        return rows("SELECT payload FROM announced WHERE id > %d AND payload IS NOT NULL AND %s ORDER BY id"
                        .formatted(announcedBefore, condition))
                .stream()
                .map(row -> read(row.get("payload").toString(), type))
                .toList();
    }

    protected static <T> List<T> all(Publisher<T> publisher) {
        return Objects.requireNonNull(Flux.from(publisher).collectList().block(LIMIT));
    }

    protected static StoreFailure failureOf(Publisher<?> publisher) {
        Throwable failure =
                catchThrowable(() -> Flux.from(publisher).collectList().block(LIMIT));
        assertThat(failure).isInstanceOf(StoreFailure.class);
        return (StoreFailure) failure;
    }

    protected static StoreFailure.Invalid invalid(Publisher<?> publisher) {
        StoreFailure failure = failureOf(publisher);
        assertThat(failure).isInstanceOf(StoreFailure.Invalid.class);
        return (StoreFailure.Invalid) failure;
    }

    /** An agent who belongs to these inboxes and no others. */
    protected Viewer aMemberOf(InboxId... inboxes) {
        AgentId agent = anAgent(account, "agent");
        for (InboxId inbox : inboxes) {
            sql("INSERT INTO inbox_members (inbox_id, agent_id) VALUES (%s, %s)".formatted(inbox, agent));
        }
        return new Viewer(account, agent, false);
    }

    protected InboxId anInbox(Channel channel) {
        return anInbox(account, channel);
    }

    protected static String aPhone() {
        return "+155501" + PHONES.incrementAndGet();
    }

    protected ContactId aContact() {
        return aContact(aPhone());
    }

    protected ContactId aContact(String phone) {
        return contactOf(aNewContact("Bo", phone)).contact().id();
    }

    protected ContactDetails contactOf(NewContact contact) {
        return await(contacts.create(administrator, contact)).contact();
    }

    protected static NewContact aNewContact(String name, String phone) {
        return new NewContact(null, null, name, null, phone, null, null, null, null, null);
    }

    protected ConversationView aConversation(InboxId inbox) {
        return aConversation(inbox, aContact());
    }

    protected ConversationView aConversation(InboxId inbox, ContactId contact) {
        return await(conversations.create(administrator, aNewConversation(inbox, contact)));
    }

    protected static NewConversation aNewConversation(InboxId inbox, ContactId contact) {
        return new NewConversation(inbox, contact, null, null, null, null, null, null);
    }

    /** As the pipeline stores one that came through a provider. */
    protected int anIncomingMessage(ConversationView conversation, String text, String sourceId) {
        int id = id("""
                INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, status, source_id)
                VALUES (%s, %s, %s, %s, 'incoming', '%s', 'sent', '%s') RETURNING id""".formatted(
                        conversation.accountId(),
                        conversation.inboxId(),
                        conversation.id(),
                        conversation.contact().id(),
                        text,
                        sourceId));
        sql("""
                UPDATE conversations SET last_message_id = %d, last_activity_at = now(), unread_count = unread_count + 1,
                       waiting_since = coalesce(waiting_since, now()) WHERE id = %s""".formatted(id, conversation.id()));
        return id;
    }

    protected MessageView aReply(ConversationView conversation, String text) {
        return await(messages.create(administrator, conversation.displayId(), says(text)));
    }

    protected static NewMessage says(String text) {
        return new NewMessage(Direction.OUTGOING, text, null, false, List.of(), null, null, null, null, null);
    }

    protected static NewMessage aNote(String text) {
        return new NewMessage(Direction.OUTGOING, text, null, true, List.of(), null, null, null, null, null);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return ContractJson.read(json.getBytes(StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
