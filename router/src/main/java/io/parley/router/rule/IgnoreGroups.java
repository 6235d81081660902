package io.parley.router.rule;

import io.parley.contract.contact.ContactAddress;
import io.parley.contract.contact.Party;
import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Leaves groups out, where an inbox wants to hear from people only. */
@Component
@Order(1)
final class IgnoreGroups implements InboxRule {

    private static final Verdict DROP = new Verdict.Drop("ignored_group");

    @Override
    public Verdict judge(InboxConfig inbox, Inbound inbound) {
        return inbox.rules().ignoreGroups() && isOfGroup(inbound) ? DROP : Verdict.PASS;
    }

    private static boolean isOfGroup(Inbound inbound) {
        return switch (inbound) {
            case Inbound.Message message -> isGroup(message.contact());
            case Inbound.Profile profile -> isGroup(profile.contact());
            case Inbound.Identified identified -> false; // a visitor of a website is one person
            case Inbound.Ended ended -> false;
            case Inbound.Receipt receipt -> false; // of a message that was sent; where to is the store's to know
            case Inbound.Connection connection -> false;
        };
    }

    static boolean isGroup(Party contact) {
        return contact.firstAddress().kind() == ContactAddress.Kind.WHATSAPP_GROUP;
    }
}
