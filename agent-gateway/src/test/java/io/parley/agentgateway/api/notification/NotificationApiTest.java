package io.parley.agentgateway.api.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.id.MessageId;
import io.parley.contract.notification.NotificationKind;
import io.parley.contract.notification.NotificationView;
import io.parley.store.notification.Notifications.Counts;
import io.parley.store.notification.Notifications.Notified;
import io.parley.store.notification.Notifications.Query;
import io.parley.store.notification.Notifications.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class NotificationApiTest extends ApiTester {

    private static final String NOTIFICATIONS = ACCOUNT + "/notifications";

    private static Notified mention() {
        return new Notified(
                new NotificationView(
                        71,
                        Fixtures.ACME,
                        Fixtures.ADA,
                        NotificationKind.CONVERSATION_MENTION,
                        Fixtures.API_INBOX,
                        12,
                        "Ana",
                        new MessageId(900),
                        Fixtures.BO,
                        Fixtures.NOW,
                        null,
                        null),
                Fixtures.conversation(12, Fixtures.API_INBOX));
    }

    @Test
    void listsWhatIsNewWithItsConversation() {
        store.parts.answer("Notifications.list", List.<Object>of(mention()));
        store.parts.answer("Notifications.counts", new Counts(3, 8));

        get(NOTIFICATIONS + "?page=2&includes[]=read&before=90")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.data.meta.unread_count")
                .isEqualTo(3)
                .jsonPath("$.data.meta.count")
                .isEqualTo(8)
                .jsonPath("$.data.meta.current_page")
                .isEqualTo("2")
                .jsonPath("$.data.payload[0].notification_type")
                .isEqualTo("conversation_mention")
                .jsonPath("$.data.payload[0].primary_actor_id")
                .isEqualTo(12)
                .jsonPath("$.data.payload[0].primary_actor.meta.sender.name")
                .isEqualTo("Ana")
                .jsonPath("$.data.payload[0].secondary_actor.name")
                .isEqualTo("Bo Li");

        assertThat(store.parts.asked("Notifications.list")).containsExactly(new Query(true, false, 90, 15, 15));
        get(NOTIFICATIONS + "/unread_count").expectBody(String.class).isEqualTo("3");
    }

    @Test
    void readsAndSnoozesOne() {
        store.parts.answer("Notifications.markRead", mention());
        store.parts.answer("Notifications.snooze", mention());

        send(HttpMethod.PATCH, NOTIFICATIONS + "/71", "{}").expectStatus().isOk();
        assertThat(store.parts.asked("Notifications.markRead")).containsExactly(71);
        post(NOTIFICATIONS + "/71/snooze", "{'snoozed_until':1781700000}")
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("Notifications.snooze")).containsExactly(71, Instant.ofEpochSecond(1_781_700_000));
        post(NOTIFICATIONS + "/read_all", "{'primary_actor_type':'Conversation','primary_actor_id':12}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        assertThat(store.parts.asked("Notifications.markAllRead")).containsExactly(12);
        post(NOTIFICATIONS + "/destroy_all", "{'type':'read'}").expectStatus().isOk();
        assertThat(store.parts.asked("Notifications.deleteAll")).containsExactly(true);
    }

    @Test
    void namesSettingsAsChatwootDoes() {
        store.parts.answer(
                "Notifications.settings", new Settings(Set.of(), Set.of(NotificationKind.CONVERSATION_MENTION)));
        store.parts.answer(
                "Notifications.saveSettings", new Settings(Set.of(NotificationKind.CONVERSATION_MENTION), Set.of()));

        get(ACCOUNT + "/notification_settings")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.selected_push_flags[0]")
                .isEqualTo("push_conversation_mention")
                .jsonPath("$.all_email_flags.length()")
                .isEqualTo(5);
        send(
                        HttpMethod.PUT,
                        ACCOUNT + "/notification_settings",
                        "{'notification_settings':{'selected_push_flags':[],'selected_email_flags':['email_conversation_mention']}}")
                .expectStatus()
                .isOk();
        assertThat(store.parts.asked("Notifications.saveSettings"))
                .containsExactly(new Settings(Set.of(NotificationKind.CONVERSATION_MENTION), Set.of()));
        send(HttpMethod.PUT, ACCOUNT + "/notification_settings", "{'selected_push_flags':['push_rain']}")
                .expectStatus()
                .isEqualTo(422);
    }
}
