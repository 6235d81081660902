package io.parley.ingress;

import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.MailServer;
import io.parley.runtime.inbox.SecretHash;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inboxes for tests. */
public final class Inboxes {

    public static final String SECRET = "kS9x-webhook-secret";

    private Inboxes() {}

    /** Bound to the instance {@code support-01}, asking for nothing but the secret in the path. */
    public static InboxConfig whatsApp() {
        return whatsApp(null, null);
    }

    public static InboxConfig whatsApp(@Nullable String headerSecret, @Nullable String sealedJwtKey) {
        return inbox(
                Channel.WHATSAPP,
                new EvolutionChannel(
                        URI.create("https://evo.example.com"),
                        "support-01",
                        "sealed",
                        headerSecret == null ? null : SecretHash.sha256Hex(headerSecret),
                        sealedJwtKey,
                        5));
    }

    /** Takes mails of up to 100 KB at {@code support@shop.example}. */
    public static InboxConfig email() {
        return email(null);
    }

    public static InboxConfig email(@Nullable MailServer imap) {
        return email(new InboxId(7), imap, 100_000);
    }

    public static InboxConfig email(InboxId id, @Nullable MailServer imap, long maxBytes) {
        InboxConfig inbox = inbox(Channel.EMAIL, null);
        return new InboxConfig(
                id,
                inbox.accountId(),
                inbox.channel(),
                inbox.name(),
                inbox.enabled(),
                id.value() == 7 ? inbox.webhookSecretHash() : SecretHash.sha256Hex(SECRET + id),
                inbox.rules(),
                null,
                null,
                new EmailChannel("support@shop.example", "Shop", imap, null, null, true, maxBytes, 30));
    }

    public static InboxConfig inbox(Channel channel, @Nullable EvolutionChannel evolution) {
        return new InboxConfig(
                new InboxId(7),
                new AccountId(1),
                channel,
                "Loja",
                true,
                SecretHash.sha256Hex(SECRET),
                new InboxRules(false, null, false, null, ZoneId.of("America/Sao_Paulo"), List.of()),
                evolution);
    }
}
