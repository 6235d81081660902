package io.parley.store.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.parley.contract.Channel;
import io.parley.contract.ContractJson;
import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.Party;
import io.parley.contract.conversation.ConversationView;
import io.parley.contract.email.EmailAddress;
import io.parley.contract.email.OutgoingEmail;
import io.parley.contract.email.ReceivedEmail;
import io.parley.contract.id.ContactId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbound.AutoReply;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbound.Routed;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.message.Direction;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageView;
import io.parley.contract.outbound.Outbound;
import io.parley.runtime.kafka.ReceivedBatch;
import io.parley.store.ApiIntegration;
import io.parley.store.conversation.Conversations.NewConversation;
import io.parley.store.email.MailIds;
import io.parley.store.inbox.Inboxes.NewInbox;
import io.parley.store.message.Messages.NewMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which conversation a mail belongs to, case by case as they come in the field, and what an answer to it carries. */
class EmailThreadsIT extends ApiIntegration {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @Autowired
    StoreInbound useCase;

    private InboxId inbox = new InboxId(1);

    @BeforeEach
    void aMailbox() {
        inbox = aMailbox(true);
    }

    @Test
    void joinsAnAnswerToItsThreadAndBeginsAnotherForAnotherSubject() {
        store(mail("ana@example.org", "Order 12").id("a1"));
        store(mail("ana@example.org", "Re: Order 12").id("a2").answering("a1"));
        store(mail("ana@example.org", "Invoice please").id("a3").answering("a2"));
        store(mail("ana@example.org", "RE: [EXTERNAL] Invoice please").id("a4").answering("a3"));

        assertThat(threads()).containsExactly("a1 a2", "a3 a4");
        assertThat(rows("SELECT DISTINCT status FROM conversations WHERE account_id = " + account))
                .as("both threads of one contact are open")
                .containsExactly(Map.of("status", "open"));
        assertThat(rows(
                        "SELECT additional_attributes ->> 'mail_subject' AS subject FROM conversations WHERE account_id = %s ORDER BY id"
                                .formatted(account)))
                .containsExactly(Map.of("subject", "Order 12"), Map.of("subject", "Invoice please"));
    }

    @Test
    void findsThreadsWithinOneBatchAndWritesNothingTwice() {
        Mail[] batch = {
            mail("ana@example.org", "Order").id("b1"),
            mail("ana@example.org", "Re: Order").id("b2").answering("b1"),
            mail("bob@example.org", "Re: Order").id("b3").answering("b2", "b1"),
            mail("ana@example.org", "Other").id("b4"),
        };
        store(batch);
        store(batch);

        assertThat(threads()).containsExactly("b1 b2 b3", "b4");
    }

    @Test
    void joinsThroughAMailItNeverSaw() {
        store(mail("ana@example.org", "Re: Meeting").id("c2").answering("unseen"));
        store(mail("bob@example.org", "Re: Meeting").id("c3").answering("c9", "unseen"));
        store(mail("eve@example.org", "Meeting").id("unseen"));

        assertThat(threads()).containsExactly("c2 c3 unseen");
    }

    @Test
    void letsACopiedThirdPersonSpeakInTheThreadWithoutBecomingItsContact() {
        store(mail("ana@example.org", "Order").id("d1"));
        store(mail("carlos@example.org", "Re: Order").id("d2").answering("d1"));

        assertThat(threads()).containsExactly("d1 d2");
        assertThat(rows("SELECT author, author_address FROM messages WHERE account_id = %s ORDER BY id"
                        .formatted(account)))
                .last()
                .isEqualTo(Map.of("author", "carlos@example.org", "author_address", "carlos@example.org"));
        assertThat(rows("SELECT email FROM contacts WHERE account_id = " + account))
                .containsExactly(Map.of("email", "ana@example.org"));
    }

    @Test
    void takesAColleaguesAnswerFromOutlookForAnAnswerInTheThread() {
        store(mail("ana@example.org", "Order").id("e1"));
        store(mail("ana@example.org", "RE: Order").id("e2").answering("e1").outgoing());

        assertThat(threads()).containsExactly("e1 e2");
        assertThat(rows("SELECT direction FROM messages WHERE account_id = %s ORDER BY id".formatted(account)))
                .extracting(it -> it.get("direction"))
                .containsExactly("incoming", "outgoing");
        assertThat(one("SELECT waiting_since IS NULL FROM conversations WHERE account_id = " + account))
                .isEqualTo(true);
    }

    @Test
    void joinsAnAnswerToAMailTheAgentBegan() {
        ConversationView begun = anAgentWrites("ana@example.org", "Your contract", "Please sign");

        store(mail("ana@example.org", "Re: Your contract").id("f1").answering(ours(begun)));
        store(mail("lawyer@example.org", "AW: Your contract").id("f2").to(begun.uuid()));

        assertThat(rows("SELECT DISTINCT conversation_id FROM messages WHERE account_id = " + account))
                .hasSize(1);
        Outbound.Send first = (Outbound.Send) outbound().getFirst();
        OutgoingEmail email = Objects.requireNonNull(first.email());
        assertThat(email.subject()).isEqualTo("Your contract");
        assertThat(email.messageId()).isEqualTo(ours(begun));
        assertThat(email.inReplyTo()).isNull();
        assertThat(email.to()).extracting(EmailAddress::address).containsExactly("ana@example.org");
    }

    @Test
    void threadsAServiceWithoutHeadersBySubjectWhereTheInboxAllows() {
        store(mail("shop@service.example", "Ticket 77").id("g1"));
        store(mail("shop@service.example", "Ticket 77").id("g2"));
        store(
                mail("shop@service.example", "Ticket 78").id("g3"),
                mail("shop@service.example", "Ticket 78").id("g4"));
        sql("UPDATE conversations SET last_activity_at = now() - interval '30 days' WHERE account_id = " + account);
        store(mail("shop@service.example", "Ticket 77").id("g5"));
        assertThat(threads()).containsExactly("g1 g2", "g3 g4", "g5");

        inbox = aMailbox(false);
        store(mail("other@service.example", "Ticket 99").id("h1"));
        store(mail("other@service.example", "Ticket 99").id("h2"));
        assertThat(threads()).endsWith("h1", "h2");
    }

    @Test
    void answersTheMailThatCameLastWithItsHeadersAndToWhoeverWroteIt() {
        store(mail("ana@example.org", "Order").id("i1"));
        store(mail("carlos@example.org", "Re: Order").id("i2").answering("i1"));
        int displayId = id("SELECT display_id FROM conversations WHERE account_id = " + account);
        forgetAnnounced();

        await(messages.create(administrator, displayId, reply("hello", "{\"cc_emails\":[\"eve@example.org\"]}")));

        OutgoingEmail email = Objects.requireNonNull(((Outbound.Send) outbound().getFirst()).email());
        assertThat(email.subject()).isEqualTo("Re: Order");
        assertThat(email.inReplyTo()).isEqualTo("i2");
        assertThat(email.references()).containsExactly("i1");
        assertThat(email.to()).extracting(EmailAddress::address).containsExactly("carlos@example.org");
        assertThat(email.cc()).extracting(EmailAddress::address).containsExactly("ana@example.org", "eve@example.org");
        assertThat(email.messageId()).endsWith("@shop.example").startsWith("parley.");
        assertThat(await(messages.list(administrator, displayId, null, null))
                        .messages()
                        .getLast()
                        .contentAttributes())
                .isEqualTo(json("{\"cc_emails\":[\"eve@example.org\"],\"mail_subject\":\"Re: Order\"}"));
    }

    @Test
    void keepsFilesAndHeadersAndAnswersNoMachine() {
        Routed mail = mail("ana@example.org", "Order").id("j1").automatic().routed();
        AutoReply greeting = new AutoReply(AutoReply.Occasion.GREETING, "Thanks!");
        store(new Routed(mail.accountId(), mail.inbound(), List.of(greeting)));

        MessageView stored = await(messages.list(
                        administrator,
                        id("SELECT display_id FROM conversations WHERE account_id = " + account),
                        null,
                        null))
                .messages()
                .getFirst();
        assertThat(stored.attachments()).extracting(it -> it.fileName()).containsExactly("a.pdf", "b.png");
        JsonNode email = stored.contentAttributes().path("email");
        assertThat(email.path("subject").asText()).isEqualTo("Order");
        assertThat(email.path("from").get(0).asText()).isEqualTo("ana@example.org");
        assertThat(email.path("auto_reply").asBoolean()).isTrue();
        assertThat(id("SELECT count(*)::int FROM messages WHERE account_id = " + account))
                .isEqualTo(1);
    }

    private InboxId aMailbox(boolean bySubject) {
        String address = "support-%s@shop.example".formatted(UUID.randomUUID());
        return await(inboxes.create(
                        administrator,
                        new NewInbox(
                                Channel.EMAIL,
                                "Shop",
                                null,
                                new EmailChannel(address, "Shop", null, null, null, bySubject, 1_000_000, 30),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)))
                .inbox()
                .id();
    }

    private ConversationView anAgentWrites(String to, String subject, String text) {
        int contact = id("INSERT INTO contacts (account_id, name, email) VALUES (%s, 'Ana', '%s') RETURNING id"
                .formatted(account, to));
        sql("INSERT INTO contact_addresses (account_id, kind, value, contact_id) VALUES (%s, 'email', '%s', %d)"
                .formatted(account, to, contact));
        ConversationView conversation = await(conversations.create(
                administrator,
                new NewConversation(
                        inbox,
                        new ContactId(contact),
                        null,
                        null,
                        null,
                        null,
                        null,
                        JsonNodeFactory.instance.objectNode().put("mail_subject", subject))));
        forgetAnnounced();
        await(messages.create(administrator, conversation.displayId(), reply(text, "{}")));
        return conversation;
    }

    private String ours(ConversationView conversation) {
        int message = id(
                "SELECT max(id) FROM messages WHERE direction = 'outgoing' AND conversation_id = " + conversation.id());
        return MailIds.of(new MessageId(message), conversation.uuid(), "support@shop.example");
    }

    private static NewMessage reply(String text, String attributes) {
        return new NewMessage(
                Direction.OUTGOING, text, null, false, List.of(), null, null, null, null, json(attributes));
    }

    private static JsonNode json(String text) {
        try {
            return ContractJson.mapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mails of each conversation in the order they came, conversations by age. */
    private List<String> threads() {
        return rows("""
                SELECT string_agg(split_part(source_id, '#', 1), ' ' ORDER BY id) AS mails FROM messages
                 WHERE account_id = %s GROUP BY conversation_id ORDER BY conversation_id""".formatted(account)).stream()
                .map(it -> String.valueOf(it.get("mails")))
                .toList();
    }

    private void store(Mail... mails) {
        store(Arrays.stream(mails).map(Mail::routed).toArray(Routed[]::new));
    }

    private void store(Routed... routed) {
        useCase.store(ReceivedBatch.of(List.of(routed)).readable()).block(LIMIT);
    }

    private Mail mail(String from, String subject) {
        return new Mail(from, subject, null, null, List.of(), null, false, Direction.INCOMING);
    }

    /** A mail that names only what a test is about. */
    private final class Mail {

        private final String from;
        private final String subject;
        private @Nullable String id;
        private @Nullable String inReplyTo;
        private List<String> references;
        private @Nullable String token;
        private boolean automatic;
        private Direction direction;

        Mail(
                String from,
                String subject,
                @Nullable String id,
                @Nullable String inReplyTo,
                List<String> references,
                @Nullable String token,
                boolean automatic,
                Direction direction) {
            this.from = from;
            this.subject = subject;
            this.id = id;
            this.inReplyTo = inReplyTo;
            this.references = references;
            this.token = token;
            this.automatic = automatic;
            this.direction = direction;
        }

        Mail id(String mailId) {
            id = mailId;
            return this;
        }

        Mail answering(String mailId, String... earlier) {
            inReplyTo = mailId;
            references = List.of(earlier);
            return this;
        }

        Mail to(UUID conversation) {
            token = conversation.toString();
            return this;
        }

        Mail automatic() {
            automatic = true;
            return this;
        }

        /** The party is then whom it went to. */
        Mail outgoing() {
            direction = Direction.OUTGOING;
            return this;
        }

        Routed routed() {
            Party party = new Party(List.of(new ContactAddress(ContactAddress.Kind.EMAIL, from)), from, null, null);
            Inbound.Message message = new Inbound.Message(
                    inbox,
                    Channel.EMAIL,
                    party,
                    null,
                    direction,
                    id + "#" + account,
                    new MessageContent.Text("words"),
                    null,
                    NOON,
                    NOON,
                    List.of(
                            new Media(
                                    MediaKind.DOCUMENT,
                                    "a.pdf",
                                    null,
                                    null,
                                    "application/pdf",
                                    3L,
                                    "a.pdf",
                                    null,
                                    null),
                            new Media(MediaKind.IMAGE, "b.png", null, null, "image/png", 3L, "b.png", null, null)),
                    new ReceivedEmail(
                            id,
                            inReplyTo,
                            references,
                            subject,
                            new EmailAddress(from, null),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            token,
                            null,
                            null,
                            Map.of(),
                            null,
                            automatic,
                            null));
            return new Routed(account, message, List.of());
        }
    }
}
