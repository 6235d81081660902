package io.parley.outbound.channel.webchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.contact.ContactView;
import io.parley.contract.conversation.ConversationStatus;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.delivery.DeliveryStatus;
import io.parley.contract.event.EventBody;
import io.parley.contract.event.HubEvent;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.message.MessageView;
import io.parley.contract.outbound.Outbound;
import io.parley.outbound.Fixtures;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import io.parley.outbound.channel.SendOutcome.NotNow;
import io.parley.outbound.channel.SendOutcome.Obstacle;
import io.parley.outbound.channel.SendOutcome.Refused;
import io.parley.outbound.channel.SendOutcome.Sent;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.secret.HubSecret;
import io.parley.runtime.visitor.Visitor;
import io.parley.runtime.visitor.VisitorMessages;
import io.parley.runtime.visitor.VisitorStreamSettings;
import io.parley.runtime.visitor.VisitorStreams;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class WebchatSenderTest {

    private static final String VISITOR = "v1";

    private final Streams streams = new Streams();
    private final VisitorMessages messages = new VisitorMessages(
            new FileLinks(new HubSecret("0123456789abcdef0123456789abcdef"), URI.create("https://hub.example")));
    private final WebchatSender sender = new WebchatSender(streams, messages, Duration.ofSeconds(1));
    private final TellVisitors tell = new TellVisitors(streams, messages);

    @Test
    void putsAMessageIntoTheVisitorsStreamOnceHoweverOftenItIsSent() {
        SendOutcome first = send(message("hello"));
        SendOutcome again = send(message("hello"));

        assertThat(first).isEqualTo(new Sent("out:v1:7", VISITOR)).isEqualTo(again);
        assertThat(streams.told).hasSize(1);
        assertThat(streams.told.values().iterator().next())
                .startsWith("v1 message.created ")
                .contains("\"content\":\"hello\"", "\"name\":\"Bo\"", "\"status\":\"sent\"");
    }

    @Test
    void findsWhatItMayHaveSentByPuttingItThere() {
        StepVerifier.create(sender.findSent(inbox(), part(message("hello")), Fixtures.NOON))
                .expectNext(new Sent("out:v1:7", VISITOR))
                .verifyComplete();
    }

    @Test
    void waitsWhileTheStreamsAreAway() {
        streams.away = true;

        assertThat(send(message("hello")))
                .isInstanceOfSatisfying(
                        NotNow.class, it -> assertThat(it.obstacle()).isEqualTo(Obstacle.SERVER));
        StepVerifier.create(sender.findSent(inbox(), part(message("hello")), Fixtures.NOON))
                .verifyError();
        StepVerifier.create(sender.markRead(
                        inbox(), new Outbound.MarkRead(Fixtures.ACCOUNT, Fixtures.INBOX, VISITOR, List.of("in:v1:e1"))))
                .verifyErrorSatisfies(
                        it -> assertThat(((ChannelTrouble) it).isPassing()).isTrue());
    }

    @Test
    void refusesWhatAWidgetCannotShow() {
        Outbound.Send bare = new Outbound.Send(
                Fixtures.ACCOUNT,
                Fixtures.INBOX,
                new MessageId(7),
                1,
                VISITOR,
                List.of(new Text("x")),
                null,
                Fixtures.NOON);

        assertThat(send(bare)).isInstanceOf(Refused.class);
    }

    @Test
    void namesReadMessagesByTheIdsTheBrowserGaveThem() {
        sender.markRead(
                        inbox(),
                        new Outbound.MarkRead(
                                Fixtures.ACCOUNT, Fixtures.INBOX, VISITOR, List.of("in:v1:e1", "in:v1:e2")))
                .block(Duration.ofSeconds(5));

        assertThat(streams.told.values()).containsExactly("v1 messages.read {\"echo_ids\":[\"e1\",\"e2\"]}");
    }

    @Test
    void tellsAVisitorTheirOwnMessagesAndNobodyElseAnything() {
        MessageView own = view(Direction.INCOMING, "mine", VISITOR);
        MessageView note = view(Direction.ACTIVITY, "a line of history", VISITOR);
        MessageView elsewhere = view(Direction.INCOMING, "on WhatsApp", null);

        tell.tell(List.of(
                        event("e1", new EventBody.MessageCreated(own, conversation(Channel.WEBCHAT))),
                        event("e1", new EventBody.MessageCreated(own, conversation(Channel.WEBCHAT))),
                        event("e2", new EventBody.MessageCreated(note, conversation(Channel.WEBCHAT))),
                        event("e3", new EventBody.MessageCreated(elsewhere, conversation(Channel.WHATSAPP))),
                        event(
                                "e4",
                                new EventBody.ConversationUpdated(
                                        conversation(Channel.WEBCHAT), Set.of(EventBody.Change.STATUS)))))
                .block(Duration.ofSeconds(5));

        assertThat(streams.told).containsOnlyKeys("e1", "e4:status");
        assertThat(streams.told.get("e1")).contains("\"content\":\"mine\"", "\"direction\":\"incoming\"");
        assertThat(streams.told.get("e4:status"))
                .isEqualTo("v1 conversation.status_changed {\"id\":12,\"status\":\"resolved\"}");
    }

    private SendOutcome send(Outbound.Send message) {
        return sender.send(inbox(), part(message))
                .blockOptional(Duration.ofSeconds(5))
                .orElseThrow();
    }

    private static OutgoingPart part(Outbound.Send message) {
        return new OutgoingPart(message, 0, message.parts().get(0));
    }

    private static Outbound.Send message(String text) {
        return new Outbound.Send(
                Fixtures.ACCOUNT,
                Fixtures.INBOX,
                new MessageId(7),
                1,
                VISITOR,
                List.of(new Text(text)),
                null,
                Fixtures.NOON,
                null,
                view(Direction.OUTGOING, text, VISITOR));
    }

    private static MessageView view(Direction direction, String text, String visitor) {
        return new MessageView(
                new MessageId(7),
                Fixtures.ACCOUNT,
                Fixtures.INBOX,
                new ConversationId(99),
                12,
                new ContactId(31),
                direction,
                false,
                text,
                null,
                DeliveryStatus.ACCEPTED,
                null,
                null,
                null,
                null,
                null,
                new MessageView.Sender.OfAgent(new AgentId(3), "Bo Li", "Bo"),
                null,
                List.of(),
                List.of(),
                JsonNodeFactory.instance.objectNode(),
                false,
                false,
                null,
                Fixtures.NOON,
                Fixtures.NOON,
                null,
                visitor);
    }

    private static ConversationView conversation(Channel channel) {
        return new ConversationView(
                new ConversationId(99),
                12,
                new UUID(1, 2),
                Fixtures.ACCOUNT,
                Fixtures.INBOX,
                channel,
                new ContactView(
                        new ContactId(31),
                        Fixtures.ACCOUNT,
                        "Ana",
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        JsonNodeFactory.instance.objectNode(),
                        JsonNodeFactory.instance.objectNode(),
                        null,
                        Fixtures.NOON),
                VISITOR,
                ConversationStatus.RESOLVED,
                null,
                null,
                null,
                List.of(),
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode(),
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                Fixtures.NOON,
                Fixtures.NOON,
                Fixtures.NOON,
                null);
    }

    private static HubEvent event(String id, EventBody body) {
        return new HubEvent(id, Fixtures.ACCOUNT, Fixtures.INBOX, Fixtures.NOON, body);
    }

    private static InboxConfig inbox() {
        return new InboxConfig(
                Fixtures.INBOX,
                Fixtures.ACCOUNT,
                Channel.WEBCHAT,
                "site",
                true,
                "0".repeat(64),
                new InboxRules(false, null, false, null, ZoneOffset.UTC, List.of()),
                null);
    }

    /** Streams in memory, which may be away. */
    private static final class Streams extends VisitorStreams {

        private final Map<String, String> told = new LinkedHashMap<>();
        private boolean away;

        Streams() {
            super(null, null, new VisitorStreamSettings("", 200, Duration.ofDays(1), Duration.ofSeconds(25)));
        }

        @Override
        public Mono<Void> append(Visitor visitor, String eventId, String type, String data) {
            return away
                    ? Mono.error(new IllegalStateException("Redis is away"))
                    : Mono.fromRunnable(() -> told.putIfAbsent(eventId, visitor.sourceId() + " " + type + " " + data));
        }
    }
}
