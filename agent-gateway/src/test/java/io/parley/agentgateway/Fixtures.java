package io.parley.agentgateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.AgentView;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.conversation.TeamView;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.AttachmentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.id.TeamId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxView;
import io.parley.contract.message.AttachmentView;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageView;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents.AgentRow;
import io.parley.store.agent.Availability;
import io.parley.store.inbox.Inboxes.InboxDetails;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** The people and things the gateway's tests are about: Ada administers Acme, Bo answers in its inbox 3 only. */
public final class Fixtures {

    public static final AccountId ACME = new AccountId(1);
    public static final AgentId ADA = new AgentId(7);
    public static final AgentId BO = new AgentId(8);
    public static final InboxId API_INBOX = new InboxId(3);
    public static final InboxId WHATSAPP_INBOX = new InboxId(4);
    public static final ContactId ANA = new ContactId(5);
    public static final Instant NOW = Instant.parse("2026-06-17T12:41:40.123Z");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Fixtures() {}

    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    public static JsonNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static AgentIdentity ada() {
        return new AgentIdentity(
                ADA,
                "Ada Admin",
                "Ada",
                "ada@example.org",
                "ada-token",
                "ada-pubsub",
                null,
                nothing(),
                List.of(new AgentIdentity.Membership(ACME, "Acme", true, Availability.ONLINE, true, NOW)),
                NOW);
    }

    public static AgentIdentity bo() {
        return new AgentIdentity(
                BO,
                "Bo Li",
                null,
                "bo@example.org",
                "bo-token",
                "bo-pubsub",
                "Regards, Bo",
                json("{'theme':'dark'}"),
                List.of(new AgentIdentity.Membership(ACME, "Acme", false, Availability.BUSY, false, null)),
                NOW);
    }

    public static AgentView boAsSeen() {
        return new AgentView(BO, ACME, "Bo Li", "Bo", "bo@example.org", false);
    }

    public static AgentRow row(AgentView agent) {
        return new AgentRow(agent, Availability.BUSY, false, 20, 2);
    }

    public static TeamView sales() {
        return new TeamView(new TeamId(2), ACME, "sales", "Sells", true);
    }

    public static ContactView ana() {
        return new ContactView(
                ANA,
                ACME,
                "Ana",
                "ana@example.org",
                "+5511999990000",
                "5511999990000@s.whatsapp.net",
                null,
                false,
                false,
                nothing(),
                nothing(),
                Instant.ofEpochSecond(1_781_700_000),
                Instant.ofEpochSecond(1_781_600_000));
    }

    public static MessageView message(int id, String text) {
        return new MessageView(
                new MessageId(id),
                ACME,
                API_INBOX,
                new ConversationId(112),
                12,
                ANA,
                Direction.OUTGOING,
                false,
                text,
                null,
                DeliveryStatus.ACCEPTED,
                null,
                null,
                null,
                null,
                null,
                new MessageView.Sender.OfAgent(BO, "Bo Li", "Bo"),
                null,
                List.of(),
                List.of(),
                nothing(),
                false,
                false,
                null,
                NOW,
                NOW,
                null,
                null);
    }

    public static MessageView incoming(int id, String text) {
        return new MessageView(
                new MessageId(id),
                ACME,
                API_INBOX,
                new ConversationId(112),
                12,
                ANA,
                Direction.INCOMING,
                false,
                text,
                null,
                DeliveryStatus.SENT,
                null,
                "WAID:ABC",
                null,
                null,
                null,
                new MessageView.Sender.OfContact(ANA, "Ana", null),
                null,
                List.of(),
                List.of(),
                nothing(),
                false,
                false,
                Instant.ofEpochSecond(1_781_700_090),
                NOW,
                NOW,
                NOW,
                null);
    }

    public static AttachmentView picture(String key) {
        return new AttachmentView(
                new AttachmentId(31),
                MediaKind.IMAGE,
                AttachmentView.State.STORED,
                key,
                "my photo.png",
                "image/png",
                52_311L,
                640,
                480,
                null);
    }

    public static ConversationView conversation(int displayId, InboxId inbox) {
        return new ConversationView(
                new ConversationId(100 + displayId),
                displayId,
                UUID.fromString("6c0c0000-0000-4000-8000-000000000012"),
                ACME,
                inbox,
                inbox.equals(WHATSAPP_INBOX) ? Channel.WHATSAPP : Channel.API,
                ana(),
                "8d6f0c0e",
                ConversationStatus.OPEN,
                null,
                null,
                null,
                List.of("vip"),
                nothing(),
                nothing(),
                1,
                Instant.ofEpochSecond(1_781_700_000),
                null,
                null,
                Instant.ofEpochSecond(1_781_700_100),
                null,
                null,
                Instant.ofEpochSecond(1_781_700_100),
                Instant.ofEpochSecond(1_781_600_000),
                NOW,
                null);
    }

    public static InboxDetails inbox(InboxId id, String name) {
        boolean whatsApp = id.equals(WHATSAPP_INBOX);
        return new InboxDetails(
                new InboxView(
                        id,
                        ACME,
                        whatsApp ? Channel.WHATSAPP : Channel.API,
                        name,
                        true,
                        whatsApp ? ConnectionState.CONNECTING : ConnectionState.UNKNOWN,
                        whatsApp ? "data:image/png;base64,QUJD" : null,
                        null,
                        null,
                        null,
                        whatsApp ? NOW : null),
                "inbox-identifier",
                "hook-secret",
                new InboxRules(
                        false,
                        null,
                        false,
                        "We are away",
                        ZoneOffset.UTC,
                        List.of(new InboxRules.OpeningHours(
                                DayOfWeek.MONDAY, LocalTime.of(9, 0), LocalTime.of(17, 30)))),
                false,
                null,
                whatsApp
                        ? new EvolutionChannel(
                                URI.create("http://evolution.example.org"), "acme", "sealed", null, null, 5)
                        : null,
                null,
                null,
                true,
                whatsApp ? nothing() : json("{'webhook_url':'https://bridge.example.org/hook'}"),
                NOW,
                NOW);
    }
}
