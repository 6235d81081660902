package io.parley.router.rule;

import io.parley.contract.inbound.Inbound;
import io.parley.contract.inbox.InboxConfig;

/**
 * One thing an inbox does by itself. Looks at nothing but what it is given, so that a record that comes twice fares
 * alike.
 */
public interface InboxRule {

    Verdict judge(InboxConfig inbox, Inbound inbound);
}
