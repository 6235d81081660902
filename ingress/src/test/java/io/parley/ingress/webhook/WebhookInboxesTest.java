package io.parley.ingress.webhook;

import io.parley.ingress.Inboxes;
import io.parley.ingress.IngressProperties;
import io.parley.ingress.problem.IngressFailure.InboxesNotReady;
import io.parley.runtime.inbox.InboxTable;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.test.StepVerifier;

class WebhookInboxesTest {

    @Test
    void saysNothingOfAnyInboxBeforeAllAreRead() {
        InboxTable half = InboxTable.unread();
        half.put(Inboxes.whatsApp());

        StepVerifier.create(new WebhookInboxes(half, properties()).find(Inboxes.SECRET))
                .expectError(InboxesNotReady.class)
                .verify(Duration.ofSeconds(10));
    }

    private static IngressProperties properties() {
        Duration brief = Duration.ofMillis(100);
        return new IngressProperties(
                DataSize.ofMegabytes(1), DataSize.ofMegabytes(1), Path.of("."), brief, brief, brief, brief);
    }
}
