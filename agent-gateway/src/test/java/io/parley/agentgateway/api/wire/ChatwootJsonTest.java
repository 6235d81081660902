package io.parley.agentgateway.api.wire;

import static io.parley.agentgateway.Fixtures.ACME;
import static io.parley.agentgateway.Fixtures.API_INBOX;
import static io.parley.agentgateway.Fixtures.NOW;
import static io.parley.agentgateway.Fixtures.WHATSAPP_INBOX;
import static io.parley.agentgateway.Fixtures.ada;
import static io.parley.agentgateway.Fixtures.ana;
import static io.parley.agentgateway.Fixtures.bo;
import static io.parley.agentgateway.Fixtures.boAsSeen;
import static io.parley.agentgateway.Fixtures.conversation;
import static io.parley.agentgateway.Fixtures.inbox;
import static io.parley.agentgateway.Fixtures.incoming;
import static io.parley.agentgateway.Fixtures.json;
import static io.parley.agentgateway.Fixtures.message;
import static io.parley.agentgateway.Fixtures.picture;
import static io.parley.agentgateway.Fixtures.row;
import static io.parley.agentgateway.Fixtures.sales;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.parley.agentgateway.Changed;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageView;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.secret.HubSecret;
import io.parley.store.account.Account;
import io.parley.store.agent.Availability;
import io.parley.store.agent.Teams.TeamRow;
import io.parley.store.label.Labels.Label;
import io.parley.store.message.CannedResponses.CannedResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatwootJsonTest {

    private static final URI HUB = URI.create("https://hub.example.org");
    private static final String KEY = "0123456789abcdef0123456789abcdef.png";

    /** However the application is set up, the wire stays the same. */
    private static final List<ObjectMapper> MAPPERS =
            List.of(new ObjectMapper(), new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL));

    private final ChatwootJson chatwoot = new ChatwootJson(
            new FileLinks(
                    new HubSecret("a secret for tests that is long enough"), URI.create("https://hub.example.org")),
            (account, agent) -> agent.equals(io.parley.agentgateway.Fixtures.ADA)
                    ? Optional.of(Availability.ONLINE)
                    : Optional.empty());

    @Test
    void writesAMessageInRestForm() {
        assertWire(chatwoot.message(message(900, "hi"), null), """
                {'id':900,'content':'hi','inbox_id':3,'conversation_id':12,'message_type':1,'content_type':'text',
                 'status':'sent','content_attributes':{},'created_at':1781700100,'private':false,'source_id':null,
                 'sender':{'id':8,'name':'Bo Li','available_name':'Bo','avatar_url':'','type':'user',
                           'availability_status':'offline','thumbnail':''},
                 'delivery_status':'accepted'}
                """);
    }

    @Test
    void leavesOutWhatAMessageHasNot() {
        MessageView bare = Changed.of(message(900, "Conversation was resolved")).with("sender", null);

        assertThat(tree(chatwoot.message(bare, null))).isInstanceOfSatisfying(JsonNode.class, it -> {
            assertThat(it.has("sender")).isFalse();
            assertThat(it.has("attachments")).isFalse();
            assertThat(it.has("echo_id")).isFalse();
            assertThat(it.has("source_id")).isTrue();
        });
    }

    @Test
    void givesTheClientsOwnIdBackOnlyWhenTheMessageWasCreated() {
        MessageView echoed = Changed.of(message(900, "hi")).with("echoId", "tmp-1");

        assertThat(tree(chatwoot.createdMessage(echoed, null)).path("echo_id").asText())
                .isEqualTo("tmp-1");
        assertThat(tree(chatwoot.message(echoed, null)).has("echo_id")).isFalse();
    }

    @Test
    void showsTheWholeContactAsTheSenderWhereItIsKnown() {
        JsonNode sender = tree(chatwoot.message(incoming(900, "hi"), ana())).path("sender");

        assertThat(sender).isEqualTo(json("""
                {'additional_attributes':{},'custom_attributes':{},'email':'ana@example.org','id':5,
                 'identifier':'5511999990000@s.whatsapp.net','name':'Ana','phone_number':'+5511999990000',
                 'thumbnail':'','blocked':false,'type':'contact'}
                """));
    }

    @Test
    void saysOfADeletedMessageOnlyThatItIsDeleted() {
        MessageView deleted =
                Changed.of(Changed.of(message(900, "oops")).deleted()).with("attachments", List.of(picture(KEY)));

        JsonNode wire = tree(chatwoot.message(deleted, null));

        assertThat(wire.path("content").asText()).isEqualTo("This message was deleted");
        assertThat(wire.path("content_attributes")).isEqualTo(json("{'deleted':true}"));
        assertThat(wire.has("attachments")).isFalse();
    }

    @Test
    void tellsOfRepliesFailuresAndEditsInTheContentAttributes() {
        MessageView message = Changed.of(Changed.of(Changed.of(Changed.of(Changed.of(message(900, "hi"))
                                                .with("contentAttributes", json("{'mine':1}")))
                                        .with("replyToId", 890))
                                .with("replyToSourceId", "WAID:X"))
                        .with("failureReason", "number not on WhatsApp"))
                .with("edited", true);

        assertThat(tree(chatwoot.message(message, null)).path("content_attributes"))
                .isEqualTo(json("""
                {'mine':1,'in_reply_to':890,'in_reply_to_external_id':'WAID:X',
                 'external_error':'number not on WhatsApp','is_edited':true}
                """));
    }

    @Test
    void callsAMessageSentThatIsOnlyAccepted() {
        for (DeliveryStatus status : DeliveryStatus.values()) {
            JsonNode wire = tree(chatwoot.message(Changed.of(message(1, "hi")).with("status", status), null));

            assertThat(wire.path("delivery_status").asText()).isEqualTo(status.wireName());
            assertThat(wire.path("status").asText())
                    .isEqualTo(status == DeliveryStatus.ACCEPTED ? "sent" : status.wireName());
        }
    }

    @Test
    void linksFilesAbsolutelyAndByName() {
        MessageView message = Changed.of(message(900, null)).with("attachments", List.of(picture(KEY)));

        JsonNode attachment =
                tree(chatwoot.message(message, null)).path("attachments").path(0);

        assertThat(attachment.path("data_url").asText())
                .startsWith("https://hub.example.org/files/" + KEY + "/")
                .endsWith("/my%20photo.png");
        assertThat(attachment.path("thumb_url")).isEqualTo(attachment.path("data_url"));
        assertThat(without(attachment, "data_url", "thumb_url")).isEqualTo(json("""
                {'id':31,'message_id':900,'file_type':'image','account_id':1,'extension':'png',
                 'content_type':'image/png','file_size':52311,'width':640,'height':480,
                 'file_name':'my photo.png','kind':'image','state':'stored'}
                """));
    }

    @Test
    void showsAPollAsItWasAsked() {
        MessageView message = Changed.of(message(900, "Lunch?"))
                .with(
                        "content",
                        json("{'type':'poll','question':'Lunch?','options':['Pizza','Sushi'],'selectable':1}"));

        assertThat(tree(chatwoot.message(message, null)).at("/content_attributes/poll"))
                .isEqualTo(json("{'question':'Lunch?','options':['Pizza','Sushi'],'selectable':1}"));
    }

    @Test
    void showsAFileThatIsStillBeingFetchedWithoutALink() {
        MessageView message = Changed.of(message(900, null)).with("attachments", List.of(json("""
                        {'id':31,'kind':'voice','state':'pending','fileName':'note.ogg','mediaType':'audio/ogg'}
                        """)));

        JsonNode attachment =
                tree(chatwoot.message(message, null)).path("attachments").path(0);

        assertThat(attachment).isEqualTo(json("""
                {'id':31,'message_id':900,'file_type':'audio','account_id':1,'extension':'ogg','content_type':'audio/ogg',
                 'data_url':'','thumb_url':'','file_size':null,'width':null,'height':null,'transcribed_text':'',
                 'file_name':'note.ogg','kind':'voice','state':'pending'}
                """));
    }

    @Test
    void showsAPlaceAndAddressBookCardsAsAttachments() {
        MessageView place = Changed.of(message(900, "Café"))
                .with("content", new MessageContent.Location(-23.5, -46.6, null, "Main Street 1", false));
        MessageView cards = Changed.of(message(901, "Cy"))
                .with(
                        "content",
                        new MessageContent.Contacts(
                                List.of(new MessageContent.Contacts.Card("Cy", List.of("+1 555"), null))));

        assertThat(tree(chatwoot.message(place, null)).path("attachments")).isEqualTo(json("""
                [{'id':900,'message_id':900,'file_type':'location','account_id':1,'coordinates_lat':-23.5,
                  'coordinates_long':-46.6,'fallback_title':'Main Street 1','data_url':null}]
                """));
        assertThat(tree(chatwoot.message(cards, null)).path("attachments")).isEqualTo(json("""
                [{'id':901,'message_id':901,'file_type':'contact','account_id':1,'fallback_title':'+1 555',
                  'meta':{'firstName':'Cy','phones':['+1 555']}}]
                """));
    }

    @Test
    void writesAMessageInPushForm() {
        ConversationView conversation = Changed.of(conversation(12, API_INBOX)).assignee(boAsSeen());

        assertWire(chatwoot.pushMessage(incoming(900, "hi"), conversation), """
                {'id':900,'content':'hi','account_id':1,'inbox_id':3,'conversation_id':12,'message_type':0,
                 'created_at':1781700100,'updated_at':'2026-06-17T12:41:40.123Z','private':false,'status':'sent',
                 'source_id':'WAID:ABC','content_type':'text','content_attributes':{'external_created_at':1781700090},
                 'sender_type':'Contact','sender_id':5,'external_source_ids':{},'additional_attributes':{},
                 'processed_message_content':'hi','sentiment':{},
                 'conversation':{'assignee_id':8,'unread_count':1,'last_activity_at':1781700100,'waiting_since':1781700000,
                                 'contact_inbox':{'source_id':'8d6f0c0e'}},
                 'sender':{'additional_attributes':{},'custom_attributes':{},'email':'ana@example.org','id':5,
                           'identifier':'5511999990000@s.whatsapp.net','name':'Ana','phone_number':'+5511999990000',
                           'thumbnail':'','blocked':false,'type':'contact'},
                 'delivery_status':'sent'}
                """);
    }

    @Test
    void writesAConversationInRestForm() {
        ConversationView conversation = Changed.of(conversation(12, API_INBOX)).lastMessage(incoming(900, "hi"));

        JsonNode wire = tree(chatwoot.conversation(conversation));

        assertThat(wire.path("messages")).hasSize(1);
        assertThat(wire.path("messages").path(0).path("id").asInt()).isEqualTo(900);
        assertThat(wire.at("/last_non_activity_message/conversation/contact_inbox/source_id")
                        .asText())
                .isEqualTo("8d6f0c0e");
        assertThat(without(wire, "messages", "last_non_activity_message")).isEqualTo(json("""
                {'meta':{'sender':{'additional_attributes':{},'availability_status':'offline','email':'ana@example.org',
                                   'id':5,'name':'Ana','phone_number':'+5511999990000','blocked':false,
                                   'identifier':'5511999990000@s.whatsapp.net','thumbnail':'','custom_attributes':{},
                                   'last_activity_at':1781700000,'created_at':1781600000},
                         'channel':'Channel::Api','hmac_verified':false},
                 'id':12,'account_id':1,'uuid':'6c0c0000-0000-4000-8000-000000000012','additional_attributes':{},
                 'agent_last_seen_at':1781700100,'assignee_last_seen_at':0,'can_reply':true,'contact_last_seen_at':0,
                 'custom_attributes':{},'inbox_id':3,'labels':['vip'],'muted':false,'snoozed_until':null,'status':'open',
                 'created_at':1781600000,'updated_at':1781700100.123,'timestamp':1781700100,'first_reply_created_at':0,
                 'unread_count':1,'last_activity_at':1781700100,'priority':null,'waiting_since':1781700000,
                 'sla_policy_id':null}
                """));
    }

    @Test
    void namesAssigneeAndTeamOnlyWhereThereAreSome() {
        ConversationView held = Changed.of(
                        Changed.of(conversation(12, API_INBOX)).assignee(boAsSeen()))
                .team(sales());

        JsonNode meta = tree(chatwoot.conversation(held)).path("meta");

        assertThat(meta.path("assignee").path("id").asInt()).isEqualTo(8);
        assertThat(meta.path("assignee_type").asText()).isEqualTo("User");
        assertThat(meta.path("team"))
                .isEqualTo(
                        json("{'id':2,'name':'sales','description':'Sells','allow_auto_assign':true,'account_id':1}"));
    }

    @Test
    void hasNoLastWordsInAConversationThatOnlyHasAnActivity() {
        MessageView activity = Changed.of(message(900, "Bo was assigned")).with("direction", Direction.ACTIVITY);
        ConversationView conversation = Changed.of(conversation(12, API_INBOX)).lastMessage(activity);

        JsonNode wire = tree(chatwoot.conversation(conversation));

        assertThat(wire.path("messages")).hasSize(1);
        assertThat(wire.path("last_non_activity_message").isNull()).isTrue();
        assertThat(tree(chatwoot.pushConversation(conversation)).path("messages"))
                .isEmpty();
    }

    @Test
    void writesAConversationInPushForm() {
        ConversationView conversation = conversation(12, API_INBOX);

        JsonNode wire = tree(chatwoot.pushConversation(conversation, incoming(900, "hi")));

        assertThat(wire.path("messages").path(0).path("id").asInt()).isEqualTo(900);
        assertThat(without(wire, "messages")).isEqualTo(json("""
                {'additional_attributes':{},'can_reply':true,'channel':'Channel::Api',
                 'contact_inbox':{'contact_id':5,'inbox_id':3,'source_id':'8d6f0c0e','hmac_verified':false,
                                  'pubsub_token':null},
                 'id':12,'inbox_id':3,'labels':['vip'],
                 'meta':{'sender':{'additional_attributes':{},'custom_attributes':{},'email':'ana@example.org','id':5,
                                   'identifier':'5511999990000@s.whatsapp.net','name':'Ana',
                                   'phone_number':'+5511999990000','thumbnail':'','blocked':false,'type':'contact'},
                         'assignee':null,'assignee_type':null,'team':null,'hmac_verified':false},
                 'status':'open','custom_attributes':{},'snoozed_until':null,'unread_count':1,
                 'first_reply_created_at':null,'priority':null,'waiting_since':1781700000,
                 'agent_last_seen_at':1781700100,'contact_last_seen_at':0,'last_activity_at':1781700100,
                 'timestamp':1781700100,'created_at':1781600000,'updated_at':1781700100.123,'account_id':1}
                """));
    }

    @Test
    void writesTimesOfAConversationAsSecondsInRestAndPartlyAsIsoInPushForm() {
        ConversationView conversation = Changed.of(conversation(12, API_INBOX))
                .status(io.parley.contract.conversation.ConversationStatus.SNOOZED, NOW);

        assertThat(tree(chatwoot.conversation(conversation))
                        .path("snoozed_until")
                        .asText())
                .isEqualTo("2026-06-17T12:41:40.123Z");
        assertThat(tree(chatwoot.pushConversation(conversation))
                        .path("snoozed_until")
                        .asText())
                .isEqualTo("2026-06-17T12:41:40.123Z");
        assertThat(MAPPERS)
                .allSatisfy(mapper -> assertThat(mapper.writeValueAsString(chatwoot.conversation(conversation)))
                        .contains("\"updated_at\":1781700100.123,"));
    }

    @Test
    void keepsPrivateNotesOutOfTheConversationInPushForm() {
        MessageView note = Changed.of(message(900, "psst")).with("privateNote", true);

        assertThat(tree(chatwoot.pushConversation(conversation(12, API_INBOX), note))
                        .path("messages"))
                .isEmpty();
    }

    @Test
    void writesAnAgent() {
        assertWire(chatwoot.agent(row(boAsSeen())), """
                {'id':8,'account_id':1,'availability_status':'busy','auto_offline':false,'confirmed':true,
                 'email':'bo@example.org','provider':'email','available_name':'Bo','name':'Bo Li','role':'agent',
                 'thumbnail':'','custom_role_id':null,'assignment_limit':20,'assignment_weight':2}
                """);
    }

    @Test
    void writesAProfile() {
        assertWire(ProfileJson.of(bo(), (account, agent) -> Optional.empty()), """
                {'access_token':'bo-token','account_id':1,'available_name':'Bo Li','avatar_url':'','confirmed':true,
                 'display_name':null,'message_signature':'Regards, Bo','email':'bo@example.org','id':8,'inviter_id':null,
                 'name':'Bo Li','provider':'email','pubsub_token':'bo-pubsub','role':'agent',
                 'ui_settings':{'theme':'dark'},'uid':'bo@example.org','type':null,
                 'accounts':[{'id':1,'name':'Acme','status':'active','onboarding_step':null,'active_at':null,
                              'role':'agent','permissions':['agent'],'availability':'busy',
                              'availability_status':'busy','auto_offline':false,'custom_role_id':null,
                              'custom_role':null}]}
                """);
    }

    @Test
    void showsAnAgentWhoGoesOfflineByThemselvesAsOfflineUntilABrowserIsConnected() {
        JsonNode away = tree(ProfileJson.of(ada(), (account, agent) -> Optional.empty()));
        JsonNode here = tree(ProfileJson.of(ada(), (account, agent) -> Optional.of(Availability.BUSY)));

        assertThat(away.at("/accounts/0/availability_status").asText()).isEqualTo("offline");
        assertThat(here.at("/accounts/0/availability_status").asText()).isEqualTo("busy");
        assertThat(away.at("/accounts/0/active_at").asText()).isEqualTo("2026-06-17T12:41:40.123Z");
    }

    @Test
    void showsAMailWithItsTextsWholeAndLinksInThePlaceOfKeys() {
        MessageView mail = Changed.of(incoming(900, "Yes.")).with("contentAttributes", json("""
                        {'email':{'subject':'Order','text_content':{'quoted':'> really?'},
                         'html_content':{'full':'<img src=cid:a@b>','inline_files':{'a@b':'%1$s'}}}}
                        """.formatted(KEY)));

        JsonNode wire = tree(chatwoot.message(mail, ana()));

        assertThat(wire.path("content_type").asText()).isEqualTo("incoming_email");
        JsonNode email = wire.at("/content_attributes/email");
        assertThat(email.at("/text_content/reply").asText()).isEqualTo("Yes.");
        assertThat(email.at("/text_content/full").asText()).isEqualTo("Yes.\n\n> really?");
        assertThat(email.at("/html_content/full").asText())
                .contains("/files/" + KEY)
                .doesNotContain("cid:");
        assertThat(email.at("/html_content").has("inline_files")).isFalse();
        assertThat(mail.contentAttributes().at("/email/html_content").has("inline_files"))
                .as("the view stays as it was")
                .isTrue();
    }

    @Test
    void leavesTimesOfAContactOutWhereThereAreNone() {
        ContactView fresh = new ContactView(
                ana().id(), ACME, "Ana", null, null, null, null, false, false, json("{}"), json("{}"), null, NOW);

        JsonNode wire = tree(ContactJson.of(fresh));

        assertThat(wire.has("last_activity_at")).isFalse();
        assertThat(wire.path("created_at").asLong()).isEqualTo(1_781_700_100L);
        assertThat(wire.path("email").isNull()).isTrue();
        assertThat(wire.path("thumbnail").asText()).isEmpty();
        assertThat(wire.has("contact_inboxes")).isFalse();
    }

    @Test
    void writesAnApiInboxForAdministrators() {
        assertWire(InboxJson.forAdministrator(inbox(API_INBOX, "bridge"), null, null, HUB), """
                {'id':3,'avatar_url':'','channel_id':3,'name':'bridge','channel_type':'Channel::Api',
                 'greeting_enabled':false,'greeting_message':null,'working_hours_enabled':false,
                 'enable_email_collect':true,'csat_survey_enabled':false,'csat_config':{},'enable_auto_assignment':true,
                 'auto_assignment_config':{},'out_of_office_message':'We are away',
                 'working_hours':[
                   {'day_of_week':0,'closed_all_day':true,'open_hour':null,'open_minutes':null,'close_hour':null,'close_minutes':null,'open_all_day':false,'blocks':[]},
                   {'day_of_week':1,'closed_all_day':false,'open_hour':9,'open_minutes':0,'close_hour':17,'close_minutes':30,'open_all_day':false,
                    'blocks':[{'open_hour':9,'open_minutes':0,'close_hour':17,'close_minutes':30}]},
                   {'day_of_week':2,'closed_all_day':true,'open_hour':null,'open_minutes':null,'close_hour':null,'close_minutes':null,'open_all_day':false,'blocks':[]},
                   {'day_of_week':3,'closed_all_day':true,'open_hour':null,'open_minutes':null,'close_hour':null,'close_minutes':null,'open_all_day':false,'blocks':[]},
                   {'day_of_week':4,'closed_all_day':true,'open_hour':null,'open_minutes':null,'close_hour':null,'close_minutes':null,'open_all_day':false,'blocks':[]},
                   {'day_of_week':5,'closed_all_day':true,'open_hour':null,'open_minutes':null,'close_hour':null,'close_minutes':null,'open_all_day':false,'blocks':[]},
                   {'day_of_week':6,'closed_all_day':true,'open_hour':null,'open_minutes':null,'close_hour':null,'close_minutes':null,'open_all_day':false,'blocks':[]}],
                 'holidays':[],'timezone':'Z','callback_webhook_url':null,'allow_messages_after_resolved':true,
                 'lock_to_single_conversation':false,'sender_name_type':'friendly','business_name':null,
                 'allowed_domains':null,'widget_color':null,'website_url':null,'hmac_mandatory':false,
                 'welcome_title':null,'welcome_tagline':null,'web_widget_script':null,'website_token':null,
                 'selected_feature_flags':null,'reply_time':null,'messaging_service_sid':null,'phone_number':null,
                 'provider':null,'secret':'hook-secret','webhook_url':'https://bridge.example.org/hook',
                 'inbox_identifier':'inbox-identifier','additional_attributes':{},'ignore_groups':false,'send_read_marks':true,'enabled':true}
                """);
    }

    @Test
    void keepsSecretsOfAnInboxFromAgents() {
        URI webhook = URI.create("https://hub.example.org/webhooks/evolution/hook-secret");

        JsonNode administrator = tree(InboxJson.forAdministrator(inbox(WHATSAPP_INBOX, "phone"), webhook, null, HUB));
        JsonNode agent = tree(InboxJson.forAgent(inbox(WHATSAPP_INBOX, "phone"), HUB));

        assertThat(administrator.path("callback_webhook_url").asText()).isEqualTo(webhook.toString());
        assertThat(administrator.path("provider_config")).isEqualTo(json("""
                {'base_url':'http://evolution.example.org','instance':'acme','header_secret_set':false,
                 'jwt_key_set':false,'messages_per_second':5}
                """));
        assertThat(agent.path("callback_webhook_url").isNull()).isTrue();
        assertThat(agent.toString()).doesNotContain("hook-secret", "sealed", "provider_config");
        assertThat(tree(InboxJson.forAgent(inbox(API_INBOX, "bridge"), HUB)).toString())
                .doesNotContain("hook-secret");
    }

    @Test
    void showsWhetherANumberIsConnected() {
        assertThat(tree(InboxJson.forAgent(inbox(WHATSAPP_INBOX, "phone"), HUB)).path("connection"))
                .isEqualTo(json("""
                {'state':'connecting','qr_code':'data:image/png;base64,QUJD','pairing_code':null,'address':null,
                 'reason':null,'changed_at':'2026-06-17T12:41:40.123Z'}
                """));
    }

    @Test
    void writesTheSmallObjects() {
        assertWire(TeamJson.of(new TeamRow(sales(), true)), """
                {'id':2,'name':'sales','description':'Sells','allow_auto_assign':true,'account_id':1,'is_member':true}
                """);
        assertWire(LabelJson.of(new Label(1, "vip", null, "#1f93ff", true)), """
                {'id':1,'title':'vip','description':null,'color':'#1f93ff','show_on_sidebar':true}
                """);
        assertWire(CannedResponseJson.of(new CannedResponse(1, ACME, "hi", "Hello!", NOW, NOW)), """
                {'id':1,'account_id':1,'short_code':'hi','content':'Hello!','created_at':'2026-06-17T12:41:40.123Z',
                 'updated_at':'2026-06-17T12:41:40.123Z'}
                """);
        assertWire(AccountJson.of(new Account(ACME, "Acme", "en", NOW)), """
                {'id':1,'name':'Acme','locale':'en','domain':null,'support_email':null,'status':'active','features':{},
                 'settings':{},'custom_attributes':{},'cache_keys':{},'created_at':'2026-06-17T12:41:40.123Z'}
                """);
    }

    private static void assertWire(Object record, String expected) {
        for (ObjectMapper mapper : MAPPERS) {
            assertThat(read(mapper, record)).isEqualTo(json(expected));
        }
    }

    private static JsonNode tree(Object record) {
        return read(MAPPERS.getLast(), record);
    }

    private static JsonNode read(ObjectMapper mapper, Object record) {
        try {
            return new ObjectMapper().readTree(mapper.writeValueAsBytes(record));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode without(JsonNode node, String... keys) {
        return ((com.fasterxml.jackson.databind.node.ObjectNode) node.deepCopy()).remove(List.of(keys));
    }
}
