package io.parley.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.EventBody.InboxMembersChanged;
import io.parley.contract.event.EventBody.InboxUpdated;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import io.parley.runtime.inbox.SecretHash;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.inbox.Inboxes.Connection;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InboxesIT extends ApiIntegration {

    @Test
    void createsAnInboxWithASecretItsCreatorAsMemberAndTellsTheOtherParts() {
        EvolutionChannel evolution = anInstance();

        InboxDetails created = await(inboxes.create(administrator, whatsApp(" Sales ", evolution)));

        assertThat(created.inbox().name()).isEqualTo("Sales");
        assertThat(created.webhookSecret()).matches("[A-Za-z0-9_-]{43}");
        assertThat(created.evolution()).isEqualTo(evolution);
        assertThat(created.rules().timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(all(inboxes.members(administrator, created.inbox().id())))
                .extracting(it -> it.agent().id())
                .containsExactly(administrator.agentId());
        assertThat(configs()).singleElement().satisfies(config -> {
            assertThat(config.id()).isEqualTo(created.inbox().id());
            assertThat(config.webhookSecretHash()).isEqualTo(SecretHash.sha256Hex(created.webhookSecret()));
            assertThat(config.enabled()).isTrue();
            assertThat(config.evolution()).isEqualTo(evolution);
        });
        assertThat(events())
                .containsExactly(
                        new InboxUpdated(created.inbox()),
                        new InboxMembersChanged(created.inbox().id(), List.of(administrator.agentId())));
        assertThat(rows("SELECT webhook_secret_sealed FROM inboxes WHERE id = "
                                + created.inbox().id())
                        .toString())
                .doesNotContain(created.webhookSecret());
    }

    @Test
    void showsTheSecretToAdministratorsOnly() {
        InboxDetails created = await(inboxes.create(administrator, api("Api")));
        Viewer member = aMemberOf(created.inbox().id());

        assertThat(await(inboxes.find(member, created.inbox().id())).webhookSecret())
                .isEmpty();
        assertThat(await(inboxes.find(administrator, created.inbox().id())).webhookSecret())
                .isEqualTo(created.webhookSecret());
    }

    @Test
    void saysWhatIsWrongWithAnInbox() {
        EvolutionChannel evolution = anInstance();
        await(inboxes.create(administrator, whatsApp("First", evolution)));

        assertThat(invalid(inboxes.create(administrator, api(" ")))).hasMessage("Name can't be blank");
        assertThat(invalid(inboxes.create(administrator, whatsApp("x", null))).attribute())
                .isEqualTo("channel");
        assertThat(invalid(inboxes.create(administrator, whatsApp("x", evolution)))
                        .attribute())
                .isEqualTo("instance");
        InboxId id = await(inboxes.create(administrator, api("Api"))).inbox().id();
        assertThat(invalid(inboxes.update(administrator, id, change(null, "Mars/Olympus", null)))
                        .attribute())
                .isEqualTo("timezone");
        assertThat(invalid(inboxes.update(administrator, id, change(null, null, anInstance())))
                        .attribute())
                .isEqualTo("channel");
    }

    @Test
    void changesWhatIsGivenAndKeepsTheRest() {
        EvolutionChannel evolution = anInstance();
        EvolutionChannel guarded = new EvolutionChannel(
                evolution.baseUrl(), evolution.instance(), "sealed", "hash", null, evolution.messagesPerSecond());
        InboxDetails before = await(inboxes.create(
                administrator,
                new NewInbox(
                        Channel.WHATSAPP,
                        "Sales",
                        guarded,
                        null,
                        true,
                        "Hello!",
                        null,
                        null,
                        null,
                        null,
                        null,
                        JsonNodeFactory.instance.objectNode().put("a", 1))));
        forgetAnnounced();

        InboxDetails after = await(inboxes.update(
                administrator,
                before.inbox().id(),
                new InboxChange(
                        null,
                        false,
                        new EvolutionChannel(evolution.baseUrl(), evolution.instance(), "new", null, null, 3),
                        true,
                        null,
                        null,
                        true,
                        "We are away",
                        "America/Sao_Paulo",
                        List.of(new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(17, 0))),
                        false,
                        JsonNodeFactory.instance.objectNode().put("b", 2))));

        assertThat(after.inbox().name()).isEqualTo("Sales");
        assertThat(after.inbox().enabled()).isFalse();
        assertThat(after.greetingMessage()).isEqualTo("Hello!");
        assertThat(after.evolution())
                .isEqualTo(new EvolutionChannel(evolution.baseUrl(), evolution.instance(), "new", null, null, 3));
        assertThat(after.rules().ignoreGroups()).isTrue();
        assertThat(after.rules().awayMessage()).isEqualTo("We are away");
        assertThat(after.rules().businessHours()).hasSize(1);
        assertThat(after.extraSettings().toString()).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(configs()).singleElement().satisfies(config -> {
            assertThat(config.enabled()).isFalse();
            assertThat(config.rules()).isEqualTo(after.rules());
        });
        assertThat(events()).containsExactly(new InboxUpdated(after.inbox()));
    }

    @Test
    void deletesAnInboxAtOnceAndKeepsItsConversations() {
        InboxId id = await(inboxes.create(administrator, api("Old"))).inbox().id();
        ConversationView conversation = aConversation(id);
        forgetAnnounced();

        inboxes.delete(administrator, id).block(LIMIT);

        assertThat(all(inboxes.list(administrator))).isEmpty();
        assertThat(failureOf(inboxes.find(administrator, id))).isInstanceOf(StoreFailure.NotFound.class);
        assertThat(await(conversations.find(administrator, conversation.displayId()))
                        .id())
                .isEqualTo(conversation.id());
        assertThat(rows("SELECT payload FROM announced WHERE topic = 'inboxes' AND record_key = '%s' ORDER BY id"
                        .formatted(id)))
                .last()
                .satisfies(row -> assertThat(row.get("payload")).isNull());
        assertThat(events())
                .singleElement()
                .satisfies(event ->
                        assertThat(((InboxUpdated) event).inbox().enabled()).isFalse());
    }

    @Test
    void tellsOfANewConnectionOnce() {
        InboxId id = await(inboxes.create(administrator, whatsApp("Sales", anInstance())))
                .inbox()
                .id();
        forgetAnnounced();
        Connection scanning = new Connection(ConnectionState.CONNECTING, "data:image/png;base64,x", "1234", null, null);

        InboxDetails connecting = await(inboxes.setConnection(administrator, id, scanning));
        await(inboxes.setConnection(administrator, id, scanning));
        InboxDetails open = await(inboxes.setConnection(
                administrator, id, new Connection(ConnectionState.OPEN, null, null, "+15550100", null)));

        assertThat(connecting.inbox().qrCode()).isEqualTo("data:image/png;base64,x");
        assertThat(open.inbox().connection()).isEqualTo(ConnectionState.OPEN);
        assertThat(open.inbox().qrCode()).isNull();
        assertThat(open.inbox().address()).isEqualTo("+15550100");
        assertThat(events()).hasSize(2).allMatch(InboxUpdated.class::isInstance);
    }

    @Test
    void changesMembersAndGivesBackWhatTheyHeld() {
        InboxId id = await(inboxes.create(administrator, api("Api"))).inbox().id();
        AgentId bo = anAgent(account, "agent");
        AgentId cy = anAgent(account, "agent");
        assertThat(all(inboxes.addMembers(administrator, id, List.of(bo)))).hasSize(2);
        ConversationView conversation = aConversation(id);
        await(conversations.assign(administrator, conversation.displayId(), bo));
        forgetAnnounced();

        all(inboxes.addMembers(administrator, id, List.of(bo)));
        List<EventBody> afterNothing = events();
        assertThat(all(inboxes.setMembers(administrator, id, List.of(cy))))
                .extracting(it -> it.agent().id())
                .containsExactly(cy);
        inboxes.removeMembers(administrator, id, List.of(cy)).block(LIMIT);

        assertThat(afterNothing).isEmpty();
        assertThat(await(conversations.find(administrator, conversation.displayId()))
                        .assignee())
                .isNull();
        assertThat(events())
                .filteredOn(InboxMembersChanged.class::isInstance)
                .containsExactly(new InboxMembersChanged(id, List.of(cy)), new InboxMembersChanged(id, List.of()));
        assertThat(failureOf(inboxes.addMembers(administrator, id, List.of(new AgentId(999_999)))))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void listsByNameWhatTheViewerSees() {
        InboxId b = await(inboxes.create(administrator, api("b"))).inbox().id();
        InboxId a = await(inboxes.create(administrator, api("A"))).inbox().id();

        assertThat(all(inboxes.list(administrator)))
                .extracting(it -> it.inbox().id())
                .containsExactly(a, b);
        assertThat(all(inboxes.list(aMemberOf(b))))
                .extracting(it -> it.inbox().id())
                .containsExactly(b);
    }

    private List<InboxConfig> configs() {
        return announced("topic = 'inboxes'", InboxConfig.class).stream()
                .filter(config -> config.accountId().equals(account))
                .toList();
    }

    private static EvolutionChannel anInstance() {
        return new EvolutionChannel(
                URI.create("http://localhost:8080"), UUID.randomUUID().toString(), "sealed", null, null, 10);
    }

    private static NewInbox whatsApp(String name, @Nullable EvolutionChannel evolution) {
        return new NewInbox(Channel.WHATSAPP, name, evolution, null, null, null, null, null, null, null, null, null);
    }

    private static NewInbox api(String name) {
        return new NewInbox(Channel.API, name, null, null, null, null, null, null, null, null, null, null);
    }

    private static InboxChange change(
            @Nullable String name, @Nullable String timeZone, @Nullable EvolutionChannel evolution) {
        return new InboxChange(name, null, evolution, null, null, null, null, null, timeZone, null, null, null);
    }
}
