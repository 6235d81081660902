package io.parley.outbound;

import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.MessageId;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.message.MessageContent;
import io.parley.contract.outbound.Outbound;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.secret.HubSecret;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Messages and inboxes of which a test names what matters. */
public final class Fixtures {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final AccountId ACCOUNT = new AccountId(1);
    public static final InboxId INBOX = new InboxId(7);
    public static final String ADDRESS = "5511988887777";
    public static final String API_KEY = "the-key-of-the-instance";
    public static final SecretBox SECRETS = new SecretBox(new HubSecret("0123456789abcdef0123456789abcdef"));

    private Fixtures() {}

    public static InboxConfig inbox(InboxId id, URI evolution, int messagesPerSecond) {
        return inbox(id, true, channel(evolution, messagesPerSecond));
    }

    public static InboxConfig inbox() {
        return inbox(INBOX, URI.create("http://evolution.test"), 1_000);
    }

    public static InboxConfig inbox(InboxId id, boolean enabled, EvolutionChannel evolution) {
        InboxRules rules = new InboxRules(false, null, false, null, ZoneOffset.UTC, List.of());
        return new InboxConfig(id, ACCOUNT, Channel.WHATSAPP, "support", enabled, "0".repeat(64), rules, evolution);
    }

    public static EvolutionChannel channel(URI evolution, int messagesPerSecond) {
        return new EvolutionChannel(evolution, "support-01", SECRETS.seal(API_KEY), null, null, messagesPerSecond);
    }

    public static Outbound.Send text(int messageId, String body) {
        return send(messageId, 1, new MessageContent.Text(body));
    }

    public static Outbound.Send send(int messageId, int attempt, MessageContent... parts) {
        return new Outbound.Send(
                ACCOUNT, INBOX, new MessageId(messageId), attempt, ADDRESS, List.of(parts), null, NOON);
    }

    public static Outbound.Send again(Outbound.Send message, int attempt) {
        return new Outbound.Send(
                message.accountId(),
                message.inboxId(),
                message.messageId(),
                attempt,
                message.address(),
                message.parts(),
                message.replyTo(),
                message.createdAt());
    }

    public static Outbound.Send fromInbox(InboxId inbox, String address, Outbound.Send message) {
        return new Outbound.Send(
                message.accountId(),
                inbox,
                message.messageId(),
                message.attempt(),
                address,
                message.parts(),
                message.replyTo(),
                message.createdAt());
    }
}
