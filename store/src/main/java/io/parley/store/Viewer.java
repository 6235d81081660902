package io.parley.store;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;

/**
 * Who asks. An agent sees the inboxes they belong to and nothing of others, an administrator the whole account; every
 * query and action of the store takes a viewer and applies that one rule.
 */
public record Viewer(AccountId accountId, AgentId agentId, boolean administrator) {

    /** A number no agent ever gets. */
    private static final AgentId CONTACT = new AgentId(Integer.MAX_VALUE);

    /** A contact who acts for themselves, on what was found to be theirs: nothing more is checked. */
    public static Viewer contact(AccountId account) {
        return new Viewer(account, CONTACT, true);
    }

    /** Whether it is one of the agents who acts, not a contact. */
    public static boolean isAgent(AgentId id) {
        return !id.equals(CONTACT);
    }

    /** @throws StoreFailure.NotAllowed for everyone but administrators */
    public void requireAdministrator() {
        if (!administrator) {
            throw new StoreFailure.NotAllowed();
        }
    }
}
