package io.parley.agentgateway.api.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.store.agent.Agents.ProfileChange;
import io.parley.store.agent.Availability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

class ProfileApiTest extends ApiTester {

    @Autowired
    private ConnectedAgents connected;

    @Test
    void showsMyProfileUnwrapped() {
        get("/api/v1/profile")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(7)
                .jsonPath("$.role")
                .isEqualTo("administrator")
                .jsonPath("$.access_token")
                .isEqualTo("ada-token")
                .jsonPath("$.created_at")
                .doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void changesMyProfile(String method) {
        send(HttpMethod.valueOf(method), "/api/v1/profile", """
                {'profile':{'name':'Ada L','display_name':null,'message_signature':'Ada','ui_settings':{'a':1},
                 'current_password':'secret','password':'longer secret','password_confirmation':'longer secret'}}
                """).expectStatus().isOk();

        ProfileChange change = store.asked("profile change");
        assertThat(change.name()).isEqualTo("Ada L");
        assertThat(change.displayName()).isEmpty();
        assertThat(change.email()).isNull();
        assertThat(change.messageSignature()).isEqualTo("Ada");
        assertThat(change.uiSettings()).isEqualTo(Fixtures.json("{'a':1}"));
        assertThat(change.currentPassword()).isEqualTo("secret");
        assertThat(change.newPassword()).isEqualTo("longer secret");
    }

    @Test
    void refusesAPasswordThatIsConfirmedWrongly() {
        send(HttpMethod.PUT, "/api/v1/profile", "{'profile':{'password':'one','password_confirmation':'other'}}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("""
                        {"message":"Password confirmation doesn't match Password","attributes":["password_confirmation"]}
                        """);
        assertThat(store.asked).doesNotContainKey("profile change");
    }

    @Test
    void saysHowAvailableIAm() {
        connected.arrive(Fixtures.ACME, Fixtures.ADA, Availability.ONLINE);

        post("/api/v1/profile/availability", "{'profile':{'account_id':1,'availability':'busy'}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.accounts[0].availability_status")
                .isEqualTo("busy");

        assertThat(store.<Availability>asked("availability")).isEqualTo(Availability.BUSY);
        connected.leave(Fixtures.ACME, Fixtures.ADA);
    }

    @Test
    void refusesAnAvailabilityThatThereIsNot() {
        post("/api/v1/profile/availability", "{'account_id':1,'availability':'asleep'}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("{\"error\":\"availability must be online, busy or offline\"}");
    }

    @Test
    void letsNobodySpeakForAnAccountTheyAreNotIn() {
        post("/api/v1/profile/availability", "{'account_id':2,'availability':'busy'}")
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void choosesWhetherIGoOfflineByMyself() {
        post("/api/v1/profile/auto_offline", "{'profile':{'account_id':1,'auto_offline':'false'}}")
                .expectStatus()
                .isOk();

        assertThat(store.<Boolean>asked("auto offline")).isFalse();
    }

    @Test
    void choosesTheAccountIWorkIn() {
        send(HttpMethod.PUT, "/api/v1/profile/set_active_account", "{'profile':{'account_id':1}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();

        assertThat(store.<Object>asked("active account")).isEqualTo(Fixtures.ACME);
    }

    @Test
    void replacesMyToken() {
        post("/api/v1/profile/reset_access_token", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.access_token")
                .isNotEmpty();

        assertThat(store.<Object>asked("token reset")).isEqualTo(Fixtures.ADA);
    }
}
