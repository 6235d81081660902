package io.parley.store;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;

/**
 * Who asks. An agent sees the inboxes they belong to and nothing of others, an administrator the whole account; every
 * query and action of the store takes a viewer and applies that one rule.
 */
public record Viewer(AccountId accountId, AgentId agentId, boolean administrator) {

    /** @throws StoreFailure.NotAllowed for everyone but administrators */
    public void requireAdministrator() {
        if (!administrator) {
            throw new StoreFailure.NotAllowed();
        }
    }
}
