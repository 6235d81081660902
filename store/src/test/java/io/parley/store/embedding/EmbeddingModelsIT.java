package io.parley.store.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.Topics;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.id.InboxId;
import io.parley.contract.message.Direction;
import io.parley.store.ApiIntegration;
import io.parley.store.embedding.SearchIndex.Status;
import io.parley.store.message.Messages.NewMessage;
import io.parley.store.search.Search;
import io.parley.store.search.Search.Found;
import io.parley.store.search.Search.SearchFilter;
import io.parley.store.search.Search.SearchRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.binding.BindingsLifecycleController.State;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The embedder against an endpoint that fails, models that change, and deaths at any moment. */
@DirtiesContext
class EmbeddingModelsIT extends ApiIntegration {

    private static final EmbeddingEndpoint ENDPOINT = new EmbeddingEndpoint();
    private static final String BINDING = "indexEvents-in-0";

    @Autowired
    private EmbedDocuments documents;

    @Autowired
    private EmbeddingLoop loop;

    @Autowired
    private EmbeddingModels models;

    @Autowired
    private Embedders embedders;

    @Autowired
    private SearchIndex index;

    @Autowired
    private Search search;

    @Autowired
    private BindingsLifecycleController bindings;

    @Value("${spring.kafka.bootstrap-servers}")
    private String brokers;

    private ConversationView conversation;

    @DynamicPropertySource
    static void anEndpoint(DynamicPropertyRegistry registry) {
        isolated(EmbeddingModelsIT.class, registry);
        registry.add("parley.store.embedding.provider", () -> "endpoint");
        registry.add("parley.store.embedding.dimensions", () -> "8");
        registry.add("parley.store.embedding.endpoint.url", ENDPOINT::url);
        registry.add("parley.store.embedding.endpoint.model", () -> "small");
        registry.add("parley.store.embedding.endpoint.key", () -> "key-1");
        registry.add("parley.store.embedding.endpoint.timeout", () -> "10s");
        registry.add("parley.store.embedding.interval", () -> "100ms");
        registry.add("parley.store.embedding.lease", () -> "1s");
        registry.add("parley.store.embedding.batch-size", () -> "8");
        registry.add("parley.store.embedding.attempts", () -> "1000");
    }

    @AfterAll
    static void stop() {
        ENDPOINT.close();
    }

    @BeforeEach
    void aConversation() {
        ENDPOINT.recover();
        ENDPOINT.asked.clear();
        InboxId inbox = anInbox(Channel.API);
        conversation = aConversation(inbox);
    }

    @Test
    void waitsAsLongAsTheEndpointWantsAndLosesNothing() {
        ENDPOINT.status = 429;
        say(10);
        eventually(() -> assertThat(status().problem()).contains("429"));

        ENDPOINT.recover();

        awaitVectors(10);
        assertThat(status()).satisfies(it -> {
            assertThat(it.embedded()).isEqualTo(10);
            assertThat(it.waiting()).isZero();
            assertThat(it.failed()).isZero();
            assertThat(it.provider()).isEqualTo("endpoint");
            assertThat(it.model()).isEqualTo("small");
        });
        eventually(() -> assertThat(status().problem()).isNull());
    }

    @Test
    void oneTextThatIsRefusedStopsNoOther() {
        ENDPOINT.refuses = text -> text.contains("poison");
        say("good one", "poison", "another good one", "the last good one", "fifth");

        eventually(() -> {
            assertThat(status().embedded()).isEqualTo(4);
            assertThat(status().failed()).isEqualTo(1);
            assertThat(status().waiting()).isZero();
        });
    }

    @Test
    void aNewModelTakesThePlaceOfTheOldOneOnlyWhenItIsComplete() {
        say(20);
        awaitVectors(20);
        int before = await(models.active()).id();

        ENDPOINT.status = 503;
        index.rebuild(administrator).block(LIMIT);
        index.rebuild(administrator).block(LIMIT);
        say("said meanwhile");

        eventually(() -> assertThat(status().rebuild()).isNotNull());
        assertThat(await(models.active()).id()).as("the old one still answers").isEqualTo(before);
        assertThat(vectors(before)).isEqualTo(20);

        ENDPOINT.recover();

        eventually(() -> assertThat(await(models.active()).id()).isNotEqualTo(before));
        assertThat(vectors(await(models.active()).id())).isEqualTo(21);
        assertThat(await(models.all())).hasSize(1);
        assertThat(rows(
                        "SELECT relname FROM pg_class WHERE relname = 'embeddings_%d' AND relnamespace = current_schema()::regnamespace"
                                .formatted(before)))
                .isEmpty();
        assertThat(status().rebuild()).isNull();
    }

    @Test
    void asksTheOldModelForWhatItStillAnswersAfterTheSettingsNameAnother() {
        say(3);
        awaitVectors(3);
        ModelDescription settings = embedders.wanted();
        ModelDescription other = new ModelDescription(
                settings.provider(), "other", 8, "", "", null, null, 256, settings.url(), false, settings.sealedKey());

        models.want(other).block(LIMIT);

        eventually(() -> assertThat(await(models.active()).description().name()).isEqualTo("other"));
        assertThat(ENDPOINT.asked).anySatisfy(it -> {
            assertThat(it.request().path("model").asText()).isEqualTo("other");
            assertThat(it.authorization()).isEqualTo("Bearer key-1");
        });
        models.want(settings).block(LIMIT);
        eventually(() -> assertThat(await(models.active()).description().name()).isEqualTo("small"));
        assertThat(vectors(await(models.active()).id())).isEqualTo(3);
    }

    @Test
    void stoppedAndRewoundAndCutOffAtRandomItLeavesNothingOutAndNothingTwice() throws Exception {
        Random random = new Random(7);
        say(20);
        bindings.changeState(BINDING, State.STOPPED);
        loop.stop();
        say(60);
        rewind();
        bindings.changeState(BINDING, State.STARTED);

        for (int death = 0; death < 15; death++) {
            Disposable work = Mono.defer(documents::embedSome).repeat().subscribe(it -> {}, failure -> {});
            Mono.delay(Duration.ofMillis(5 + random.nextInt(40))).block(LIMIT);
            work.dispose();
        }
        loop.start();

        awaitVectors(80);
        awaitConsumed(topics.events(), "store-search");
        assertThat(one("SELECT count(*) FROM search_documents WHERE account_id = " + account))
                .isEqualTo(80L);
        assertThat(one("SELECT count(DISTINCT message_id) FROM search_documents WHERE account_id = " + account))
                .isEqualTo(80L);
        assertThat(vectors(await(models.active()).id())).isEqualTo(80);
        assertThat(recordsOn(Topics.deadLetterOf(topics.events()))).isZero();
        awaitEmptyOutbox();
    }

    @Test
    void isAskedOnceForAllListsOfASearch() {
        say("the parcel is late");
        awaitVectors(1);
        ENDPOINT.asked.clear();

        Found found = await(search.everything(administrator, new SearchRequest("late", SearchFilter.NONE, 1)));

        assertThat(found.messages()).hasSize(1);
        assertThat(found.conversations()).hasSize(1);
        assertThat(ENDPOINT.texts()).containsExactly("late");
    }

    /** Everything that was ever announced comes again. */
    private void rewind() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            String group = topics.prefix() + "store-search";
            Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .keySet()
                    .forEach(it -> start.put(it, new OffsetAndMetadata(0)));
            eventually(() -> assertThat(admin.describeConsumerGroups(Collections.singleton(group))
                            .all()
                            .get()
                            .get(group)
                            .members())
                    .isEmpty());
            admin.alterConsumerGroupOffsets(group, start).all().get();
        }
    }

    private void say(int number) {
        say(IntStream.range(0, number).mapToObj(it -> "message " + it).toArray(String[]::new));
    }

    private void say(String... texts) {
        for (String text : texts) {
            await(messages.create(
                    administrator,
                    conversation.displayId(),
                    new NewMessage(Direction.INCOMING, text, null, false, List.of(), null, null, null, null, null)));
        }
    }

    private Status status() {
        return await(index.status(administrator));
    }

    private void awaitVectors(int number) {
        eventually(() -> assertThat(vectors(await(models.active()).id())).isEqualTo(number));
    }

    private long vectors(int model) {
        return (Long) one(
                "SELECT count(*) FROM embeddings WHERE model_id = %d AND account_id = %s".formatted(model, account));
    }
}
