package io.parley.agentgateway.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.store.StoreFailure;
import io.parley.store.agent.ApiTokens.ApiToken;
import io.parley.store.agent.ApiTokens.NewToken;
import io.parley.store.audit.AuditLog.Entry;
import io.parley.store.audit.AuditLog.Query;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class AuditApiTest extends ApiTester {

    @Test
    void showsWhatWasChanged() {
        store.parts.answer(
                "AuditLog.list",
                List.<Object>of(new Entry(
                        9,
                        Fixtures.ADA,
                        "Ada Admin",
                        "update",
                        "label",
                        1,
                        Fixtures.json("{'title':'vip'}"),
                        Fixtures.json("{'title':'gold'}"),
                        Fixtures.NOW)));

        get(ACCOUNT + "/audit_logs?before=10&user_id=7&auditable_type=label&limit=5")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.audit_logs[0].username")
                .isEqualTo("Ada Admin")
                .jsonPath("$.audit_logs[0].audited_changes.before.title")
                .isEqualTo("vip")
                .jsonPath("$.audit_logs[0].audited_changes.after.title")
                .isEqualTo("gold");

        assertThat(store.parts.asked("AuditLog.list"))
                .containsExactly(new Query(10L, Fixtures.ADA, "label", null, null, null, 0, 5));
        store.parts.answer("AuditLog.list", new StoreFailure.NotAllowed());
        getAsBo(ACCOUNT + "/audit_logs").expectStatus().isUnauthorized();
    }

    @Test
    void makesTokensThatAreShownOnce() {
        ApiToken token = new ApiToken(3, "n8n", Fixtures.NOW, null);
        store.parts.answer("ApiTokens.create", new NewToken(token, "secret"));
        store.parts.answer("ApiTokens.list", List.<Object>of(token));

        post("/api/v1/profile/access_tokens", "{'name':'n8n'}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.access_token")
                .isEqualTo("secret");
        get("/api/v1/profile/access_tokens")
                .expectBody()
                .jsonPath("$.payload[0].name")
                .isEqualTo("n8n")
                .jsonPath("$.payload[0].access_token")
                .doesNotExist();
        send(HttpMethod.DELETE, "/api/v1/profile/access_tokens/3", "{}")
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("ApiTokens.revoke")).containsExactly(Fixtures.ADA, 3);
    }
}
