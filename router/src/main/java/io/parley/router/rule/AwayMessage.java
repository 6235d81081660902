package io.parley.router.rule;

import io.parley.contract.inbound.AutoReply;
import io.parley.contract.inbound.AutoReply.Occasion;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.inbox.InboxRules;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Says that nobody is there, outside business hours. The hour that counts is that of arrival, whenever it is handled.
 */
@Component
@Order(3)
final class AwayMessage implements InboxRule {

    private final Answerable answerable;

    AwayMessage(Answerable answerable) {
        this.answerable = answerable;
    }

    @Override
    public Verdict judge(InboxConfig inbox, Inbound inbound) {
        InboxRules rules = inbox.rules();
        String away = rules.awayMessage();
        return rules.businessHoursEnabled()
                        && away != null
                        && !away.isBlank()
                        && answerable.test(inbound)
                        && !BusinessHours.of(rules).areOpenAt(inbound.receivedAt())
                ? new Verdict.Reply(new AutoReply(Occasion.AWAY, away))
                : Verdict.PASS;
    }
}
