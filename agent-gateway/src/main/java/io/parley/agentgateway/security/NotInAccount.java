package io.parley.agentgateway.security;

/** The agent is signed in but does not belong to the account that was asked for. */
public final class NotInAccount extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotInAccount() {
        super("You are not authorized to access this account");
    }
}
