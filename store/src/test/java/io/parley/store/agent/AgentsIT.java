package io.parley.store.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.event.EventBody.ConversationUpdated;
import io.parley.contract.event.EventBody.InboxMembersChanged;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentIdentity.Membership;
import io.parley.store.agent.Agents.AgentChange;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.agent.Agents.NewAgent;
import io.parley.store.agent.Agents.ProfileChange;
import io.parley.store.agent.Agents.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentsIT extends ApiIntegration {

    private static final String PASSWORD = "correct horse";

    @Test
    void letsInWhoKnowsThePassword() {
        String email = anEmail();
        AgentId id = enrolled(email);

        AgentIdentity identity = await(agents.authenticate(" " + email.toUpperCase() + " ", PASSWORD));

        assertThat(identity.id()).isEqualTo(id);
        assertThat(identity.memberships()).singleElement().satisfies(membership -> {
            assertThat(membership.accountId()).isEqualTo(account);
            assertThat(membership.administrator()).isFalse();
            assertThat(membership.availability()).isEqualTo(Availability.ONLINE);
        });
        assertThat(identity.viewerOf(account)).isEqualTo(new Viewer(account, id, false));
        assertThat(agents.authenticate(email, "wrong horse").blockOptional(LIMIT))
                .isEmpty();
        assertThat(agents.authenticate(anEmail(), PASSWORD).blockOptional(LIMIT))
                .isEmpty();
    }

    @Test
    void findsAnAgentByTheirAccessTokenUntilItIsReset() {
        String email = anEmail();
        AgentId id = enrolled(email);
        AgentIdentity before = await(agents.authenticate(email, PASSWORD));

        AgentIdentity after = await(agents.resetAccessToken(id));

        assertThat(after.accessToken()).hasSize(43).isNotEqualTo(before.accessToken());
        assertThat(await(agents.findByAccessToken(after.accessToken())).id()).isEqualTo(id);
        assertThat(agents.findByAccessToken(before.accessToken()).blockOptional(LIMIT))
                .isEmpty();
        assertThat(rows("SELECT * FROM agents WHERE id = " + id).toString())
                .doesNotContain(after.accessToken())
                .doesNotContain(PASSWORD);
    }

    @Test
    void opensSessionsThatBelongToOneAgentAndEnd() {
        String email = anEmail();
        AgentId id = enrolled(email);
        Session session = await(agents.openSession(id));
        Session expired = await(agents.openSession(id));
        sql("UPDATE agent_sessions SET expires_at = now() - interval '1 second' WHERE client = '%s'"
                .formatted(expired.client()));

        assertThat(await(agents.findBySession(session.client(), session.token(), email))
                        .id())
                .isEqualTo(id);
        assertThat(agents.findBySession(session.client(), "guessed", email).blockOptional(LIMIT))
                .isEmpty();
        assertThat(agents.findBySession(session.client(), session.token(), anEmail())
                        .blockOptional(LIMIT))
                .isEmpty();
        assertThat(agents.findBySession(expired.client(), expired.token(), email)
                        .blockOptional(LIMIT))
                .isEmpty();
        assertThat(await(agents.closeSession(session.client(), "guessed", email)))
                .isFalse();
        assertThat(await(agents.closeSession(session.client(), session.token(), email)))
                .isTrue();
        assertThat(agents.findBySession(session.client(), session.token(), email)
                        .blockOptional(LIMIT))
                .isEmpty();
    }

    @Test
    void keepsTheNewestTwentyFiveSessions() {
        String email = anEmail();
        AgentId id = enrolled(email);
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 27; i++) {
            sessions.add(await(agents.openSession(id)));
        }

        assertThat(rows("SELECT client FROM agent_sessions WHERE agent_id = " + id))
                .hasSize(25);
        assertThat(agents.findBySession(
                                sessions.getFirst().client(),
                                sessions.getFirst().token(),
                                email)
                        .blockOptional(LIMIT))
                .isEmpty();
        assertThat(await(agents.findBySession(
                                sessions.getLast().client(), sessions.getLast().token(), email))
                        .id())
                .isEqualTo(id);
    }

    @Test
    void createsAgentsOfTheAccount() {
        AgentRow created = await(agents.create(
                administrator, new NewAgent(" Bo ", "Bo-" + anEmail(), true, Availability.BUSY, false, null)));

        assertThat(created.agent().name()).isEqualTo("Bo");
        assertThat(created.agent().email()).isLowerCase();
        assertThat(created.agent().administrator()).isTrue();
        assertThat(created.availability()).isEqualTo(Availability.BUSY);
        assertThat(created.autoOffline()).isFalse();
        assertThat(all(agents.list(administrator)))
                .extracting(it -> it.agent().name())
                .containsExactly("Ana", "Bo");
        assertThat(invalid(
                        agents.create(administrator, aNewAgent(created.agent().email()))))
                .hasMessage("Email has already been taken");
        assertThat(invalid(agents.create(administrator, aNewAgent("nobody"))).attribute())
                .isEqualTo("email");
        assertThat(invalid(agents.create(administrator, new NewAgent("x", anEmail(), false, null, null, "short")))
                        .attribute())
                .isEqualTo("password");
    }

    @Test
    void invitesSomebodyOfAnotherAccountWithoutTouchingTheirPassword() {
        String email = anEmail();
        AgentId id = enrolled(email);
        AccountId other = anAccount();
        Viewer boss = new Viewer(other, anAgent(other, "administrator"), true);

        AgentRow invited = await(agents.create(boss, new NewAgent("x", email, false, null, null, "another one")));
        StoreFailure.Invalid takeover =
                invalid(agents.update(boss, id, new AgentChange(null, null, null, null, "taken over")));

        assertThat(invited.agent().id()).isEqualTo(id);
        assertThat(takeover.attribute()).isEqualTo("password");
        assertThat(await(agents.authenticate(email, PASSWORD)).memberships())
                .extracting(Membership::accountId)
                .containsExactly(account, other);
    }

    @Test
    void changesAnAgent() {
        String email = anEmail();
        AgentId id = enrolled(email);
        Session session = await(agents.openSession(id));

        AgentRow changed = await(agents.update(
                administrator, id, new AgentChange("Cy", true, Availability.OFFLINE, false, "new password")));

        assertThat(changed.agent().name()).isEqualTo("Cy");
        assertThat(changed.agent().administrator()).isTrue();
        assertThat(changed.availability()).isEqualTo(Availability.OFFLINE);
        assertThat(changed.autoOffline()).isFalse();
        assertThat(await(agents.authenticate(email, "new password")).id()).isEqualTo(id);
        assertThat(agents.findBySession(session.client(), session.token(), email)
                        .blockOptional(LIMIT))
                .isEmpty();
        assertThat(failureOf(agents.update(administrator, new AgentId(999_999), change("x", null))))
                .isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void keepsTheLastAdministrator() {
        assertThat(invalid(agents.update(administrator, administrator.agentId(), change(null, false)))
                        .attribute())
                .isEqualTo("role");
        assertThat(invalid(agents.remove(administrator, administrator.agentId()))
                        .attribute())
                .isEqualTo("role");

        AgentId second = anAgent(account, "administrator");
        agents.remove(administrator, second).block(LIMIT);
        assertThat(all(agents.list(administrator))).hasSize(1);
    }

    @Test
    void givesBackWhatAnAgentHeldWhenTheyLeave() {
        InboxId inbox = anInbox(Channel.API);
        String email = anEmail();
        AgentId id = enrolled(email);
        sql("INSERT INTO inbox_members VALUES (%s, %s)".formatted(inbox, id));
        Session session = await(agents.openSession(id));
        ConversationView held = aConversation(inbox);
        await(conversations.assign(administrator, held.displayId(), id));
        forgetAnnounced();

        agents.remove(administrator, id).block(LIMIT);

        assertThat(await(conversations.find(administrator, held.displayId())).assignee())
                .isNull();
        assertThat(events())
                .hasSize(2)
                .anyMatch(ConversationUpdated.class::isInstance)
                .contains(new InboxMembersChanged(inbox, List.of()));
        assertThat(agents.findBySession(session.client(), session.token(), email)
                        .blockOptional(LIMIT))
                .isEmpty();
        assertThat(await(agents.authenticate(email, PASSWORD)).memberships()).isEmpty();
    }

    @Test
    void changesOnesOwnProfile() {
        String email = anEmail();
        AgentId id = enrolled(email);
        String newEmail = anEmail();
        Session session = await(agents.openSession(id));

        AgentIdentity changed = await(agents.updateProfile(
                id,
                new ProfileChange(
                        "Bo Li",
                        "Bo",
                        newEmail,
                        "-- Bo",
                        JsonNodeFactory.instance.objectNode().put("theme", "dark"),
                        PASSWORD,
                        "battery staple")));
        AgentIdentity cleared =
                await(agents.updateProfile(id, new ProfileChange(null, "", null, "", null, null, null)));

        assertThat(changed.name()).isEqualTo("Bo Li");
        assertThat(changed.displayName()).isEqualTo("Bo");
        assertThat(changed.messageSignature()).isEqualTo("-- Bo");
        assertThat(changed.uiSettings().path("theme").asText()).isEqualTo("dark");
        assertThat(cleared.displayName()).isNull();
        assertThat(cleared.messageSignature()).isNull();
        assertThat(cleared.uiSettings()).isEqualTo(changed.uiSettings());
        assertThat(await(agents.authenticate(newEmail, "battery staple")).id()).isEqualTo(id);
        assertThat(agents.findBySession(session.client(), session.token(), newEmail)
                        .blockOptional(LIMIT))
                .isEmpty();
        assertThat(invalid(agents.updateProfile(
                                id, new ProfileChange(null, null, null, null, null, "wrong", "another")))
                        .attribute())
                .isEqualTo("current_password");
        enrolled(email);
        assertThat(invalid(agents.updateProfile(id, new ProfileChange(null, null, email, null, null, null, null))))
                .hasMessage("Email has already been taken");
    }

    @Test
    void keepsAvailabilityAndTheAccountTheAgentWorksIn() {
        String email = anEmail();
        AgentId id = enrolled(email);
        AccountId other = anAccount();
        sql("INSERT INTO account_agents (account_id, agent_id, role) VALUES (%s, %s, 'agent')".formatted(other, id));

        await(agents.setAvailability(account, id, Availability.BUSY));
        await(agents.setAutoOffline(account, id, false));
        AgentIdentity identity = await(agents.setActiveAccount(other, id));

        assertThat(identity.memberships()).extracting(Membership::accountId).containsExactly(other, account);
        assertThat(identity.memberships().getFirst().activeAt()).isNotNull();
        assertThat(identity.memberships().getLast().availability()).isEqualTo(Availability.BUSY);
        assertThat(identity.memberships().getLast().autoOffline()).isFalse();
        assertThat(failureOf(agents.setActiveAccount(anAccount(), id))).isInstanceOf(StoreFailure.NotFound.class);
    }

    @Test
    void knowsWhoMayBeAssignedInSeveralInboxes() {
        InboxId first = anInbox(Channel.API);
        InboxId second = anInbox(Channel.API);
        Viewer both = aMemberOf(first, second);
        aMemberOf(first);

        assertThat(all(agents.assignable(administrator, List.of(first, second))))
                .extracting(it -> it.agent().id())
                .containsExactlyInAnyOrder(administrator.agentId(), both.agentId());
        assertThat(await(agents.visibleInboxes(both))).containsExactlyInAnyOrder(first, second);
        assertThat(await(agents.visibleInboxes(administrator))).containsExactlyInAnyOrder(first, second);
    }

    private AgentId enrolled(String email) {
        return await(agents.create(administrator, aNewAgent(email))).agent().id();
    }

    private static NewAgent aNewAgent(String email) {
        return new NewAgent("Bo", email, false, null, null, PASSWORD);
    }

    private static AgentChange change(@Nullable String name, @Nullable Boolean isAdministrator) {
        return new AgentChange(name, isAdministrator, null, null, null);
    }

    private static String anEmail() {
        return UUID.randomUUID() + "@example.org";
    }
}
