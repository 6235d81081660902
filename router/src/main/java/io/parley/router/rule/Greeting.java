package io.parley.router.rule;

import io.parley.contract.inbound.AutoReply;
import io.parley.contract.inbound.AutoReply.Occasion;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Greets whoever writes; the store says it only when the message opens a conversation. */
@Component
@Order(2)
final class Greeting implements InboxRule {

    private final Answerable answerable;

    Greeting(Answerable answerable) {
        this.answerable = answerable;
    }

    @Override
    public Verdict judge(InboxConfig inbox, Inbound inbound) {
        String greeting = inbox.rules().greeting();
        return greeting != null && !greeting.isBlank() && answerable.test(inbound)
                ? new Verdict.Reply(new AutoReply(Occasion.GREETING, greeting))
                : Verdict.PASS;
    }
}
