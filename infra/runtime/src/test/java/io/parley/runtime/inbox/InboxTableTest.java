package io.parley.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class InboxTableTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void findsAnInboxByIdAndByTheSecretOfItsWebhook() {
        InboxConfig inbox = inbox(1, "secret");
        InboxTable table = InboxTable.of(inbox, inbox(2, "another"));

        assertThat(table.find(new InboxId(1))).contains(inbox);
        assertThat(table.findByWebhookSecret("secret")).contains(inbox);
        assertThat(table.findByWebhookSecret("SECRET")).isEmpty();
        assertThat(table.findByWebhookSecret("")).isEmpty();
        assertThat(table.find(new InboxId(3))).isEmpty();
        assertThat(table.all()).hasSize(2);
    }

    @Test
    void aSecretThatWasReplacedOpensNothing() {
        InboxTable table = InboxTable.of(inbox(1, "old"));

        table.put(inbox(1, "new"));

        assertThat(table.findByWebhookSecret("old")).isEmpty();
        assertThat(table.findByWebhookSecret("new")).isPresent();
    }

    @Test
    void anInboxThatWasRemovedIsGone() {
        InboxTable table = InboxTable.of(inbox(1, "secret"));
        List<InboxId> removed = new ArrayList<>();
        table.onRemoved(removed::add);

        table.remove(new InboxId(1));
        table.remove(new InboxId(1));

        assertThat(table.all()).isEmpty();
        assertThat(table.findByWebhookSecret("secret")).isEmpty();
        assertThat(removed).containsExactly(new InboxId(1));
    }

    @Test
    void listenersHearOfWhatIsThereAndOfWhatChangesButNotOfRepetitions() {
        InboxTable table = InboxTable.of(inbox(1, "one"));
        List<InboxConfig> heard = new ArrayList<>();
        table.onChange(heard::add);

        table.put(inbox(1, "one"));
        table.put(inbox(2, "two"));

        assertThat(heard).containsExactly(inbox(1, "one"), inbox(2, "two"));
    }

    @Test
    void aListenerThatFailsKeepsNobodyFromTheNews() {
        InboxTable table = InboxTable.of();
        List<InboxConfig> heard = new ArrayList<>();
        table.onChange(changed -> {
            throw new IllegalStateException("a listener's own trouble");
        });
        table.onChange(heard::add);

        table.put(inbox(1, "one"));

        assertThat(heard).hasSize(1);
        assertThat(table.find(new InboxId(1))).isPresent();
    }

    @Test
    void awaitsAnInboxThatIsYoungerThanTheTable() {
        InboxTable table = InboxTable.of();

        StepVerifier.create(table.await(new InboxId(1), LONG))
                .then(() -> table.put(inbox(2, "two")))
                .then(() -> table.put(inbox(1, "one")))
                .expectNext(inbox(1, "one"))
                .verifyComplete();
    }

    @Test
    void givesUpOnAnInboxThatDoesNotCome() {
        StepVerifier.withVirtualTime(() -> InboxTable.of().await(new InboxId(1), LONG))
                .thenAwait(LONG)
                .verifyComplete();
    }

    private static InboxConfig inbox(int id, String secret) {
        return new InboxConfig(
                new InboxId(id),
                new AccountId(1),
                Channel.WHATSAPP,
                "inbox " + id,
                true,
                SecretHash.sha256Hex(secret),
                new InboxRules(false, null, false, null, ZoneOffset.UTC, List.of()),
                null);
    }
}
