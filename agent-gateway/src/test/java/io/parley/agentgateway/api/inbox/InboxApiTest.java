package io.parley.agentgateway.api.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.agentgateway.ApiTester;
import io.parley.agentgateway.FakeWhatsApp;
import io.parley.agentgateway.Fixtures;
import io.parley.contract.Channel;
import io.parley.contract.id.AgentId;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxRules.OpeningHours;
import io.parley.contract.inbox.MailServer;
import io.parley.runtime.inbox.SecretBox;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.NewInbox;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class InboxApiTest extends ApiTester {

    private static final String INBOXES = ACCOUNT + "/inboxes";

    @Autowired
    private FakeWhatsApp whatsApp;

    @Autowired
    private SecretBox secrets;

    @Test
    void listsTheInboxesOfTheCallerInAPayload() {
        get(INBOXES)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.length()")
                .isEqualTo(2)
                .jsonPath("$.payload[0].name")
                .isEqualTo("bridge")
                .jsonPath("$.payload[0].inbox_identifier")
                .isEqualTo("inbox-identifier");
        getAsBo(INBOXES)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload.length()")
                .isEqualTo(1)
                .jsonPath("$.payload[0].secret")
                .doesNotExist();
    }

    @Test
    void showsOneUnwrappedWithItsConnection() {
        get(INBOXES + "/4")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.channel_type")
                .isEqualTo("Channel::Whatsapp")
                .jsonPath("$.provider")
                .isEqualTo("evolution")
                .jsonPath("$.connection.state")
                .isEqualTo("connecting")
                .jsonPath("$.callback_webhook_url")
                .isEqualTo("https://hooks.example.org/webhooks/evolution/hook-secret");
    }

    @Test
    void hidesInboxesFromAgentsWhoAreNotInThem() {
        getAsBo(INBOXES + "/4").expectStatus().isUnauthorized();
        getAsBo(ACCOUNT + "/inbox_members/4").expectStatus().isUnauthorized();
        getAsBo(INBOXES + "/5").expectStatus().isNotFound();
    }

    @Test
    void makesAnApiInboxAsEvolutionAsksForOne() {
        post(
                        INBOXES + "/",
                        "{'name':'wa','channel':{'type':'api','webhook_url':'https://evo.example.org/chatwoot/webhook/wa'}}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(3);

        NewInbox inbox = store.asked("new inbox");
        assertThat(inbox.channel()).isEqualTo(Channel.API);
        assertThat(inbox.name()).isEqualTo("wa");
        assertThat(inbox.extraSettings())
                .isEqualTo(Fixtures.json("{'webhook_url':'https://evo.example.org/chatwoot/webhook/wa'}"));
        assertThat(inbox.businessHours()).hasSize(5);
    }

    @Test
    void connectsAWhatsAppInbox() {
        post(INBOXES, """
                {'name':'Sales','ignore_groups':true,'channel':{'type':'whatsapp','provider':'evolution',
                 'base_url':'http://evolution:8080','api_key':'key','instance':'sales','create_instance':true,
                 'messages_per_second':'3'}}
                """)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("Sales")
                .jsonPath("$.connection.qr_code")
                .isEqualTo("data:image/png;base64,QUJD");

        assertThat(whatsApp.connected.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(whatsApp.connected.ignoreGroups()).isTrue();
        assertThat(whatsApp.settings.baseUrl()).isEqualTo(URI.create("http://evolution:8080"));
        assertThat(whatsApp.settings.apiKey()).isEqualTo("key");
        assertThat(whatsApp.settings.instance()).isEqualTo("sales");
        assertThat(whatsApp.settings.createInstance()).isTrue();
        assertThat(whatsApp.settings.messagesPerSecond()).isEqualTo(3);
        assertThat(whatsApp.settings.headerSecret()).isNull();
        assertThat(store.asked).doesNotContainKey("new inbox");
    }

    @Test
    void makesAMailboxInboxOfChatwootsSettingsWithSealedPasswords() {
        post(INBOXES, """
                {'name':'Mail','channel':{'type':'email','email':'Support@Shop.example','imap_enabled':true,
                 'imap_address':'imap.shop.example','imap_login':'support','imap_password':'imap-secret',
                 'smtp_enabled':true,'smtp_address':'smtp.shop.example','smtp_port':2525,'smtp_login':'support',
                 'smtp_password':'smtp-secret','smtp_enable_starttls_auto':false,'smtp_openssl_verify_mode':'none'}}
                """).expectStatus().isOk();

        NewInbox inbox = store.asked("new inbox");
        EmailChannel email = Objects.requireNonNull(inbox.email());
        assertThat(email.address()).isEqualTo("support@shop.example");
        MailServer imap = Objects.requireNonNull(email.imap());
        assertThat(imap.security()).isEqualTo(MailServer.Security.TLS);
        assertThat(imap.port()).isEqualTo(993);
        assertThat(imap.verifyCertificate()).isTrue();
        assertThat(secrets.open(String.valueOf(imap.sealedPassword()))).isEqualTo("imap-secret");
        MailServer smtp = Objects.requireNonNull(email.smtp());
        assertThat(smtp.security()).isEqualTo(MailServer.Security.NONE);
        assertThat(smtp.port()).isEqualTo(2525);
        assertThat(smtp.verifyCertificate()).isFalse();
        assertThat(email.threadBySubject()).isTrue();
    }

    @Test
    void saysInWordsWhyAMailboxCannotBeReached() {
        post(INBOXES + "/email/check", """
                {'channel':{'email':'support@shop.example','imap_enabled':true,'imap_address':'127.0.0.1','imap_port':1}}
                """)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.ok")
                .isEqualTo(false)
                .jsonPath("$.imap.message")
                .isEqualTo("127.0.0.1:1: nothing answers at this address and port")
                .jsonPath("$.smtp.ok")
                .isEqualTo(true);
        post(INBOXES, "{'name':'x','channel':{'type':'email'}}").expectStatus().isEqualTo(422);
    }

    @Test
    void readsTheSettingsOfAProviderWhereChatwootHasThem() {
        post(INBOXES, "{'name':'Sales','channel':{'type':'whatsapp','provider_config':{'instance':'sales'}}}")
                .expectStatus()
                .isOk();

        assertThat(whatsApp.settings.instance()).isEqualTo("sales");
        assertThat(whatsApp.settings.baseUrl()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'x','channel':{'type':'pigeon'}}",
                "{'name':'x','channel':{'type':'whatsapp','provider':'whatsapp_cloud'}}",
                "{'name':'x','channel':{'type':'whatsapp','messages_per_second':'fast'}}",
                "{'name':'x'}"
            })
    void saysClearlyWhichInboxesThereAreNot(String body) {
        post(INBOXES, body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.error")
                .isNotEmpty();
    }

    @Test
    void refusesAnInboxWithoutANameOrWithALinkThatIsNone() {
        post(INBOXES, "{'name':'null','channel':{'type':'api'}}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .json("{\"message\":\"Name can't be blank\",\"attributes\":[\"name\"]}");
        post(INBOXES, "{'name':'x','channel':{'type':'api','webhook_url':'ftp://x'}}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.attributes[0]")
                .isEqualTo("webhook_url");
        post(INBOXES, "{'name':'x','channel':{'type':'whatsapp','base_url':'http://a b'}}")
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.attributes[0]")
                .isEqualTo("base_url");
    }

    @Test
    void leavesInboxesToAdministrators() {
        sendAsBo(HttpMethod.POST, INBOXES, "{'name':'x','channel':{'type':'api'}}")
                .expectStatus()
                .isUnauthorized();
        sendAsBo(HttpMethod.PATCH, INBOXES + "/3", "{'name':'x'}")
                .expectStatus()
                .isUnauthorized();
        sendAsBo(HttpMethod.DELETE, INBOXES + "/3", "{}").expectStatus().isUnauthorized();
        sendAsBo(HttpMethod.POST, INBOXES + "/4/whatsapp/reconnect", "{}")
                .expectStatus()
                .isUnauthorized();
        sendAsBo(HttpMethod.POST, ACCOUNT + "/inbox_members", "{'inbox_id':4,'user_ids':[8]}")
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void changesAnInboxAndTakesTheWordNullForNothing() {
        send(HttpMethod.PATCH, INBOXES + "/3", """
                {'name':'Bridge','greeting_enabled':true,'greeting_message':'null','enabled':'false',
                 'timezone':'America/Sao_Paulo','lock_to_single_conversation':'1','sender_name_type':'professional'}
                """).expectStatus().isOk();

        InboxChange change = store.asked("inbox change");
        assertThat(change.name()).isEqualTo("Bridge");
        assertThat(change.greetingEnabled()).isTrue();
        assertThat(change.greetingMessage()).isEmpty();
        assertThat(change.enabled()).isFalse();
        assertThat(change.timeZone()).isEqualTo("America/Sao_Paulo");
        assertThat(change.businessHours()).isNull();
        assertThat(change.extraSettings())
                .isEqualTo(Fixtures.json("{'lock_to_single_conversation':true,'sender_name_type':'professional'}"));
    }

    @Test
    void changesHowItsConversationsAreAssigned() {
        send(HttpMethod.PATCH, INBOXES + "/3", """
                {'enable_auto_assignment':false,
                 'auto_assignment_config':{'max_assignment_limit':'5','return_to_last_agent':'false','other':1}}
                """).expectStatus().isOk();
        InboxChange change = store.asked("inbox change");
        assertThat(change.enableAutoAssignment()).isFalse();
        assertThat(change.extraSettings()).isEqualTo(Fixtures.json("""
                {'auto_assignment_config':{'other':1,'max_assignment_limit':5,'return_to_last_agent':false}}"""));

        send(HttpMethod.PATCH, INBOXES + "/3", "{'auto_assignment_config':{'max_assignment_limit':null}}")
                .expectStatus()
                .isOk();
        change = store.asked("inbox change");
        assertThat(change.extraSettings()).isEqualTo(Fixtures.json("{'auto_assignment_config':{}}"));

        send(HttpMethod.PATCH, INBOXES + "/3", "{'auto_assignment_config':{'max_assignment_limit':-2}}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void changesOnlyTheHoursOfTheDaysThatAreNamed() {
        send(HttpMethod.PATCH, INBOXES + "/3", """
                {'working_hours_enabled':true,'working_hours':[
                  {'day_of_week':0,'open_all_day':true},
                  {'day_of_week':'2','open_hour':'8','open_minutes':'30','close_hour':12,'close_minutes':0}]}
                """).expectStatus().isOk();

        InboxChange change = store.asked("inbox change");
        assertThat(change.businessHoursEnabled()).isTrue();
        assertThat(change.businessHours())
                .containsExactlyInAnyOrder(
                        new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(17, 30)),
                        new OpeningHours(DayOfWeek.SUNDAY, LocalTime.MIN, LocalTime.MAX),
                        new OpeningHours(DayOfWeek.TUESDAY, LocalTime.of(8, 30), LocalTime.of(12, 0)));
    }

    @Test
    void opensSeveralTimesADayAndNeverOnHolidays() {
        send(HttpMethod.PATCH, INBOXES + "/3", """
                {'working_hours':[{'day_of_week':1,'blocks':[
                   {'open_hour':9,'open_minutes':0,'close_hour':12,'close_minutes':0},
                   {'open_hour':13,'open_minutes':30,'close_hour':23,'close_minutes':59}]}],
                 'holidays':[{'date':'2026-12-25','name':'Christmas','yearly':true},{'date':'2026-02-17'}]}
                """)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.working_hours[1].blocks.length()")
                .isEqualTo(1)
                .jsonPath("$.holidays.length()")
                .isEqualTo(0);

        assertThat(store.<InboxChange>asked("inbox change").businessHours())
                .containsExactly(
                        new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(12, 0)),
                        new OpeningHours(DayOfWeek.MONDAY, LocalTime.of(13, 30), LocalTime.MAX));
        assertThat(store.<List<InboxRules.Holiday>>asked("holidays"))
                .containsExactly(
                        new InboxRules.Holiday(LocalDate.of(2026, 12, 25), "Christmas", true),
                        new InboxRules.Holiday(LocalDate.of(2026, 2, 17), null, false));
        send(HttpMethod.PATCH, INBOXES + "/3", "{'holidays':[{'date':'tomorrow'}]}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void refusesHoursThatThereAreNot() {
        send(HttpMethod.PATCH, INBOXES + "/3", "{'working_hours':[{'day_of_week':7}]}")
                .expectStatus()
                .isEqualTo(422);
        send(HttpMethod.PATCH, INBOXES + "/3", "{'working_hours':[{'day_of_week':1,'open_hour':24,'close_hour':25}]}")
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void connectsAnewWhenTheWayToTheProviderChanges() {
        send(HttpMethod.PATCH, INBOXES + "/4", "{'name':'Phone','channel':{'api_key':'new','header_secret':null}}")
                .expectStatus()
                .isOk();

        assertThat(whatsApp.changed.name()).isEqualTo("Phone");
        assertThat(whatsApp.settings.apiKey()).isEqualTo("new");
        assertThat(whatsApp.settings.headerSecret()).isEmpty();
        assertThat(whatsApp.settings.jwtKey()).isNull();
        assertThat(store.asked).doesNotContainKey("inbox change");
    }

    @Test
    void asksForANewCodeOnlyWhereThereIsANumber() {
        post(INBOXES + "/4/whatsapp/reconnect", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(4);
        post(INBOXES + "/3/whatsapp/reconnect", "{}").expectStatus().isNotFound();
    }

    @Test
    void takesAnInboxAsAForm() {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("name", "wa");
        form.add("channel[type]", "api");
        form.add("channel[webhook_url]", "https://evo.example.org/hook");
        form.add("working_hours[][day_of_week]", "1");
        form.add("working_hours[][closed_all_day]", "true");

        ask("ada-token", HttpMethod.POST, INBOXES)
                .bodyValue(form)
                .exchange()
                .expectStatus()
                .isOk();

        NewInbox inbox = store.asked("new inbox");
        assertThat(inbox.extraSettings().path("webhook_url").asText()).isEqualTo("https://evo.example.org/hook");
        assertThat(inbox.businessHours()).hasSize(4).noneMatch(it -> it.day() == DayOfWeek.MONDAY);
    }

    @Test
    void removesAnInbox() {
        send(HttpMethod.DELETE, INBOXES + "/3", "{}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.message")
                .isNotEmpty();
    }

    @Test
    void keepsMembers() {
        get(ACCOUNT + "/inbox_members/3")
                .expectBody()
                .jsonPath("$.payload.length()")
                .isEqualTo(2);

        post(ACCOUNT + "/inbox_members", "{'inbox_id':'3','user_ids':['8']}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.payload[0].id")
                .isEqualTo(8);
        assertThat(store.<List<AgentId>>asked("members of 3")).containsExactly(Fixtures.BO);

        send(HttpMethod.PATCH, ACCOUNT + "/inbox_members", "{'inbox_id':3,'user_ids':[7,8]}")
                .expectBody()
                .jsonPath("$.payload.length()")
                .isEqualTo(2);

        send(HttpMethod.DELETE, ACCOUNT + "/inbox_members", "{'inbox_id':3,'user_ids':[8]}")
                .expectStatus()
                .isOk()
                .expectBody()
                .isEmpty();
        send(HttpMethod.DELETE, ACCOUNT + "/inbox_members/4", "{'user_ids':[8]}")
                .expectStatus()
                .isOk();
        assertThat(store.asked).containsKeys("removed from 3", "removed from 4");
        post(ACCOUNT + "/inbox_members", "{'user_ids':[8]}").expectStatus().isEqualTo(422);
    }
}
