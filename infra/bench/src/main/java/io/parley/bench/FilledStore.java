package io.parley.bench;

import static org.awaitility.Awaitility.await;

import io.parley.bench.Labelled.Author;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageView;
import io.parley.e2e.Hub;
import io.parley.store.StoreModule;
import io.parley.store.Viewer;
import io.parley.store.contact.Contacts;
import io.parley.store.contact.Contacts.NewContact;
import io.parley.store.conversation.Conversations;
import io.parley.store.conversation.Conversations.NewConversation;
import io.parley.store.message.CannedResponses;
import io.parley.store.message.CannedResponses.CannedResponse;
import io.parley.store.message.CannedResponses.CannedResponseChange;
import io.parley.store.message.Messages;
import io.parley.store.message.Messages.NewMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Mono;

/**
 * A store in this process, with one account, its administrator and an API inbox. It is filled as agents and
 * integrations fill it, so that documents and vectors are made on the way they always are.
 */
final class FilledStore implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int AT_ONCE = 8;

    private static final InboxId INBOX = new InboxId(1);

    private static final String WITHOUT_VECTOR = """
            SELECT (SELECT count(*) FROM messages WHERE direction IN ('incoming', 'outgoing'))
                 + (SELECT count(*) FROM canned_responses) - (SELECT count(*) FROM embeddings)
            """;

    final Viewer administrator = new Viewer(new AccountId(1), new AgentId(1), true);
    private final Database database;
    private final ConfigurableApplicationContext context;
    private final AtomicInteger contacts = new AtomicInteger();

    private FilledStore(Database database, ConfigurableApplicationContext context) {
        this.database = database;
        this.context = context;
    }

    /** On empty tables. */
    static FilledStore start(Map<String, String> settings) {
        settings.putAll(Map.of("PARLEY_ADMIN_EMAIL", Hub.ADMIN_EMAIL, "PARLEY_ADMIN_PASSWORD", Hub.ADMIN_PASSWORD));
        settings.put("PARLEY_EMBEDDING_SHARE", "1"); // no live message wants the processor
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Store.class)
                .properties(Map.copyOf(settings))
                .run("--server.port=0");
        Database database = new Database(settings);
        database.execute("INSERT INTO inboxes (id, account_id, channel, name, identifier, webhook_secret_hash,"
                + " webhook_secret_sealed) VALUES (1, 1, 'api', 'bench', 'bench', 'bench', 'bench')");
        return new FilledStore(database, context);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Several at a time. */
    <T> void inParallel(Collection<T> all, Consumer<T> work) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            CompletableFuture.allOf(all.stream()
                            .map(each -> CompletableFuture.runAsync(() -> work.accept(each), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    /** A new contact's. */
    ConversationView conversation() {
        String phone = "+1555%07d".formatted(contacts.incrementAndGet());
        ContactId contact = get(bean(Contacts.class)
                        .create(
                                administrator,
                                new NewContact(null, null, "Contact", null, phone, null, null, null, null, null)))
                .contact()
                .contact()
                .id();
        return get(bean(Conversations.class)
                .create(administrator, new NewConversation(INBOX, contact, null, null, null, null, null, null)));
    }

    MessageView message(ConversationView conversation, Author author, String text) {
        Direction direction = author == Author.CONTACT ? Direction.INCOMING : Direction.OUTGOING;
        NewMessage message =
                new NewMessage(direction, text, null, author == Author.NOTE, List.of(), null, null, null, null, null);
        return get(bean(Messages.class).create(administrator, conversation.displayId(), message));
    }

    CannedResponse cannedResponse(String shortCode, String text) {
        return get(bean(CannedResponses.class).create(administrator, new CannedResponseChange(shortCode, text)));
    }

    /** Until every message and canned response has its document and every document its vector. */
    void awaitEmbedded() {
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> database.number(WITHOUT_VECTOR) <= 0);
    }

    static <T> T get(Mono<T> answer) {
        return answer.blockOptional(LIMIT).orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(StoreModule.class)
    static class Store {}
}
