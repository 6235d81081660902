package io.parley.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.id.InboxId;
import io.parley.store.ApiIntegration;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents.AgentChange;
import io.parley.store.agent.Agents.NewAgent;
import io.parley.store.agent.ApiTokens;
import io.parley.store.agent.ApiTokens.NewToken;
import io.parley.store.audit.AuditLog.Entry;
import io.parley.store.audit.AuditLog.Query;
import io.parley.store.inbox.Inboxes.NewInbox;
import io.parley.store.label.Labels.LabelChange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class AdministrationIT extends ApiIntegration {

    @Autowired
    private AuditLog audit;

    @Autowired
    private ApiTokens tokens;

    @Test
    void writesDownWhoChangedWhatWithHowItWas() {
        int label = await(labels.create(administrator, new LabelChange("vip", null, null, null)))
                .id();
        await(labels.update(administrator, label, new LabelChange("gold", null, null, null)));
        await(labels.update(administrator, label, new LabelChange("gold", null, null, null)));
        labels.delete(administrator, label).block(LIMIT);

        List<Entry> entries = entries(all());

        assertThat(entries).extracting(Entry::action).containsExactly("destroy", "update", "create");
        assertThat(entries)
                .allMatch(it -> it.agentId().equals(administrator.agentId())
                        && it.subjectType().equals("label")
                        && it.subjectId() == label);
        assertThat(entries.get(1).before().path("title").asText()).isEqualTo("vip");
        assertThat(entries.get(1).after().path("title").asText()).isEqualTo("gold");
        assertThat(entries.get(0).after()).isNull();
        assertThat(entries.get(2).before()).isNull();
    }

    @Test
    void tellsOfMembersButOfNoSecrets() {
        InboxId inbox = await(inboxes.create(
                        administrator,
                        new NewInbox(Channel.API, "Api", null, null, null, null, null, null, null, null, null, null)))
                .inbox()
                .id();
        Viewer member = aMemberOf();
        all(inboxes.addMembers(administrator, inbox, List.of(member.agentId())));

        List<Entry> entries = entries(new Query(null, null, "inbox", inbox.value(), null, null, 0, 50));

        assertThat(entries).hasSize(2);
        assertThat(entries.getFirst().after().path("member_ids").toString())
                .contains(member.agentId().toString());
        assertThat(entries)
                .allSatisfy(it -> assertThat(it.after().toString().toLowerCase(java.util.Locale.ROOT))
                        .doesNotContain("webhook_secret")
                        .doesNotContain("sealed"));
    }

    @Test
    void writesNothingWhereNothingWasChanged() {
        Viewer member = aMemberOf();

        assertThat(failureOf(labels.create(member, new LabelChange("x", null, null, null))))
                .isInstanceOf(StoreFailure.NotAllowed.class);
        assertThat(failureOf(labels.update(administrator, 0, new LabelChange("x", null, null, null))))
                .isInstanceOf(StoreFailure.NotFound.class);

        assertThat(entries(all())).isEmpty();
        assertThat(failureOf(audit.list(member, all()))).isInstanceOf(StoreFailure.NotAllowed.class);
    }

    @Test
    void filtersAndScrolls() {
        var agent = await(agents.create(
                        administrator,
                        new NewAgent("Bo", account + "bo@example.org", false, null, null, "Correct-horse-9")))
                .agent()
                .id();
        await(agents.update(administrator, agent, new AgentChange("Bob", null, null, null, "Another-horse-9")));
        await(labels.create(administrator, new LabelChange("vip", null, null, null)));

        List<Entry> ofAgents = entries(new Query(null, administrator.agentId(), "agent", null, null, null, 0, 50));
        assertThat(ofAgents).hasSize(2);
        assertThat(ofAgents.getFirst().after().toString())
                .doesNotContain("horse")
                .contains("Bob");
        assertThat(entries(new Query(ofAgents.getFirst().id(), null, null, null, null, null, 0, 50)))
                .extracting(Entry::action)
                .containsExactly("create");
        assertThat(entries(new Query(null, agent, null, null, null, null, 0, 50)))
                .isEmpty();
        assertThat(entries(new Query(null, null, null, null, Instant.now().plusSeconds(60), null, 0, 50)))
                .isEmpty();
        AccountOfOthers others = new AccountOfOthers();
        assertThat(await(audit.list(others.administrator, all()))).isEmpty();
    }

    @Test
    void tokensOpenTheDoorUntilTheyAreRevoked() {
        var owner = await(agents.create(
                        administrator,
                        new NewAgent("Bo", account + "tokens@example.org", false, null, null, "Correct-horse-9")))
                .agent()
                .id();
        NewToken token = await(tokens.create(owner, " n8n "));
        NewToken other = await(tokens.create(owner, "script"));

        assertThat(token.token().name()).isEqualTo("n8n");
        assertThat(all(tokens.list(owner)).getFirst().lastUsedAt()).isNull();
        assertThat(await(agents.findByAccessToken(token.secret())).id()).isEqualTo(owner);
        assertThat(all(tokens.list(owner)).getFirst().lastUsedAt()).isNotNull();

        assertThat(failureOf(
                        tokens.revoke(administrator.agentId(), token.token().id())))
                .isInstanceOf(StoreFailure.NotFound.class);
        tokens.revoke(owner, token.token().id()).block(LIMIT);

        assertThat(all(agents.findByAccessToken(token.secret()))).isEmpty();
        assertThat(await(agents.findByAccessToken(other.secret())).id()).isEqualTo(owner);
        assertThat(invalid(tokens.create(owner, " ")).attribute()).isEqualTo("name");
    }

    private static Query all() {
        return new Query(null, null, null, null, null, null, 0, 50);
    }

    private List<Entry> entries(Query query) {
        return await(audit.list(administrator, query));
    }

    /** Another account with its administrator. */
    private final class AccountOfOthers {
        final Viewer administrator;

        AccountOfOthers() {
            var id = anAccount();
            administrator = new Viewer(id, anAgent(id, "administrator"), true);
        }
    }
}
