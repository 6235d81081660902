package io.parley.agentgateway.presence;

import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;

/** An agent in one of their accounts. */
record Place(AccountId account, AgentId agent) {

    static Place of(String text) {
        int colon = text.indexOf(':');
        return new Place(
                new AccountId(Integer.parseInt(text.substring(0, colon))),
                new AgentId(Integer.parseInt(text.substring(colon + 1))));
    }

    @Override
    public String toString() {
        return account + ":" + agent;
    }
}
