package io.parley.store.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.id.TeamId;
import io.parley.services.Services;
import io.parley.store.ExplainedStatements;
import io.parley.store.StoreIntegration;
import io.parley.store.Viewer;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.Contacts.ContactSort;
import io.parley.store.conversation.ConversationFilter.Assignee;
import io.parley.store.conversation.ConversationFilter.Kind;
import io.parley.store.conversation.ConversationFilter.Sort;
import io.parley.store.message.Messages;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Mono;

/** With 100,000 conversations, no list reads a table from end to end. */
@Import(ExplainedStatements.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationListPlansIT extends StoreIntegration {

    private static final Map<String, String> SETTINGS = Services.shared().isolated(ConversationListPlansIT.class);

    private static final Viewer ADMINISTRATOR = new Viewer(new AccountId(1), new AgentId(1), true);

    /** Member of two of ten inboxes. */
    private static final Viewer AGENT = new Viewer(new AccountId(1), new AgentId(2), false);

    @Autowired
    private ExplainedStatements statements;

    @Autowired
    private Conversations conversations;

    @Autowired
    private Messages messages;

    @Autowired
    private Contacts contacts;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        SETTINGS.forEach((name, value) -> registry.add(name, () -> value));
    }

    /**
     * Once, also when the class is run again. By JDBC: the store's own connections give up a statement after ten
     * seconds.
     */
    @BeforeAll
    static void aHundredThousandConversations(@Autowired Conversations migrated) throws SQLException {
        String url = "jdbc:postgresql://%s:%s/%s?currentSchema=%s,public"
                .formatted(
                        SETTINGS.get("POSTGRES_HOST"),
                        SETTINGS.get("POSTGRES_PORT"),
                        SETTINGS.get("POSTGRES_DATABASE"),
                        SETTINGS.get("PARLEY_DB_SCHEMA"));
        try (Connection connection = DriverManager.getConnection(
                        url, SETTINGS.get("POSTGRES_USERNAME"), SETTINGS.get("POSTGRES_PASSWORD"));
                Statement statement = connection.createStatement()) {
            try (ResultSet account = statement.executeQuery("SELECT id FROM accounts LIMIT 1")) {
                if (account.next()) {
                    return;
                }
            }
            // what the router is told is no matter of plans
            statement.execute("""
                    ALTER TABLE conversations DISABLE TRIGGER tell_new;
                    ALTER TABLE conversations DISABLE TRIGGER tell_changed;
                    INSERT INTO accounts (name) VALUES ('Big'), ('Other');
                    INSERT INTO agents (name, email, password_hash, access_token_hash, access_token_sealed, pubsub_token)
                    SELECT 'Agent ' || n, n || '@example.org', 'x', n::text, 'x', n::text FROM generate_series(1, 20) AS n;
                    INSERT INTO account_agents (account_id, agent_id, role)
                    SELECT 1, id, CASE id WHEN 1 THEN 'administrator' ELSE 'agent' END FROM agents;
                    INSERT INTO teams (account_id, name) SELECT 1, 'team ' || n FROM generate_series(1, 5) AS n;
                    INSERT INTO inboxes (account_id, channel, name, identifier, webhook_secret_hash, webhook_secret_sealed)
                    SELECT 1, 'api', 'Inbox ' || n, n::text, n::text, 'x' FROM generate_series(1, 10) AS n;
                    INSERT INTO inbox_members VALUES (3, 2), (4, 2);
                    INSERT INTO contacts (account_id, name, email, phone, last_activity_at)
                    SELECT 1, 'Contact ' || n, CASE WHEN n % 2 = 0 THEN n || '@example.net' END, '+1555' || n,
                           now() - n * interval '1 minute'
                      FROM generate_series(1, 10000) AS n;
                    INSERT INTO contact_inboxes (contact_id, inbox_id, source_id)
                    SELECT c.id, i.id, c.id::text FROM contacts AS c CROSS JOIN inboxes AS i;
                    INSERT INTO conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id, status, priority,
                                               assignee_id, team_id, waiting_since, last_activity_at, created_at)
                    SELECT 1, ci.inbox_id, ci.contact_id, ci.id, ci.id,
                           (ARRAY['resolved', 'resolved', 'resolved', 'open', 'pending'])[1 + ci.id % 5],
                           nullif(ci.id % 5, 4), nullif(ci.id % 23, 0) % 20 + 1, nullif(ci.id % 7, 0) % 5 + 1,
                           CASE WHEN ci.id % 3 = 0 THEN now() - ci.id * interval '1 minute' END,
                           now() - (ci.id * 7919 % 100000) * interval '1 minute', now() - ci.id * interval '1 minute'
                      FROM contact_inboxes AS ci;
                    INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, text, status, source_id)
                    SELECT 1, c.inbox_id, c.id, c.contact_id, 'incoming',
                           'word' || c.id % 1000 || ' and some more words', 'sent', c.id::text
                      FROM conversations AS c;
                    UPDATE conversations AS c SET last_message_id = m.id FROM messages AS m WHERE m.conversation_id = c.id;
                    INSERT INTO conversation_labels SELECT id, 'vip' FROM conversations WHERE id % 501 = 0;
                    """);
            statement.execute("VACUUM ANALYZE");
        }
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void everyOrderIsReadFromAnIndex(Sort sort) {
        for (Viewer viewer : List.of(ADMINISTRATOR, AGENT)) {
            for (ConversationStatus status : new ConversationStatus[] {ConversationStatus.OPEN, null}) {
                ConversationFilter filter =
                        new ConversationFilter(status, Assignee.ALL, null, null, List.of(), Kind.ANY, null, sort);

                assertReadsNoTableFromEndToEnd(() -> conversations.list(viewer, filter, 1), 25);
                assertReadsNoTableFromEndToEnd(() -> conversations.list(viewer, filter, 5), 25 * 5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Sort.class)
    void scrollingCostsTheSameHoweverFar(Sort sort) {
        ConversationFilter filter =
                new ConversationFilter(null, Assignee.ALL, null, null, List.of(), Kind.ANY, null, sort);

        assertReadsNoTableFromEndToEnd(() -> conversations.listAfter(ADMINISTRATOR, filter, 50_003, 25), 25);
    }

    @ParameterizedTest
    @EnumSource(Assignee.class)
    void everyTabIsReadFromAnIndex(Assignee assignee) {
        for (ConversationStatus status : new ConversationStatus[] {ConversationStatus.OPEN, null}) {
            ConversationFilter filter = new ConversationFilter(
                    status, assignee, null, null, List.of(), Kind.ANY, null, Sort.LAST_ACTIVITY_DESC);

            assertReadsNoTableFromEndToEnd(() -> conversations.list(AGENT, filter, 1), 25);
        }
    }

    @Test
    void everyOtherFilterIsReadFromAnIndex() {
        ConversationFilter everything = filter(null, null, List.of(), null);
        for (Viewer viewer : List.of(ADMINISTRATOR, AGENT)) {
            assertReadsNoTableFromEndToEnd(
                    () -> conversations.list(viewer, filter(new InboxId(3), null, List.of(), null), 1), 25);
            assertReadsNoTableFromEndToEnd(
                    () -> conversations.list(viewer, filter(null, new TeamId(2), List.of(), null), 1), 25);
            assertReadsNoTableFromEndToEnd(
                    () -> conversations.list(viewer, filter(null, null, List.of("vip"), null), 1), 10_000);
            assertReadsNoTableFromEndToEnd(
                    () -> conversations.list(viewer, filter(null, null, List.of(), "word7 more"), 1), 10_000);
            assertReadsNoTableFromEndToEnd(() -> conversations.list(viewer, everything.withSourceId("77"), 1), 25);
            assertReadsNoTableFromEndToEnd(
                    () -> conversations.list(
                            viewer, everything.withUpdatedSince(Instant.now().minusSeconds(3600)), 1),
                    10_000);
        }
    }

    @Test
    void messagesAndContactsAreReadFromIndexes() {
        int displayId = id("SELECT max(display_id) FROM conversations WHERE inbox_id = 3");
        assertReadsNoTableFromEndToEnd(() -> messages.list(AGENT, displayId, null, null), 25);
        assertReadsNoTableFromEndToEnd(() -> messages.list(AGENT, displayId, new MessageId(99_999), null), 25);
        assertReadsNoTableFromEndToEnd(() -> contacts.find(AGENT, new ContactId(77)), 25);
        assertReadsNoTableFromEndToEnd(
                () -> contacts.conversations(ADMINISTRATOR, new ContactId(77)).collectList(), 25);
        for (ContactSort.Field field : ContactSort.Field.values()) {
            for (boolean descending : new boolean[] {true, false}) {
                ContactSort sort = new ContactSort(field, descending);
                assertThat(statements.plansOf(() -> await(contacts.list(ADMINISTRATOR, sort, List.of(), 2))))
                        .filteredOn(plan -> !plan.startsWith("Aggregate"))
                        .as("all but the count, which stops at 10,000")
                        .isNotEmpty()
                        .allSatisfy(plan -> assertReadsNoTableFromEndToEnd(plan, 10_000));
            }
        }
        assertReadsNoTableFromEndToEnd(
                () -> contacts.search(ADMINISTRATOR, "ntact 777", new ContactSort(ContactSort.Field.NAME, false), 1),
                1_000);
    }

    private static ConversationFilter filter(InboxId inbox, TeamId team, List<String> labels, String query) {
        return new ConversationFilter(
                null, Assignee.ALL, inbox, team, labels, Kind.ANY, query, Sort.LAST_ACTIVITY_DESC);
    }

    /** @param rows how many rows one index may give for one inbox and status */
    private void assertReadsNoTableFromEndToEnd(Supplier<Mono<?>> query, int rows) {
        assertThat(statements.plansOf(() -> await(query.get())))
                .isNotEmpty()
                .allSatisfy(plan -> assertReadsNoTableFromEndToEnd(plan, rows));
    }

    private static void assertReadsNoTableFromEndToEnd(String plan, int rows) {
        assertThat(plan)
                .doesNotContain("Seq Scan on conversations")
                .doesNotContain("Seq Scan on messages")
                .doesNotContain("Seq Scan on contacts ")
                .doesNotContain("Seq Scan on contact_inboxes");
        assertThat(ExplainedStatements.mostRowsOfAScan(plan)).as(plan).isLessThanOrEqualTo(rows + 1L);
    }
}
