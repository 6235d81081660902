package io.parley.contract.command;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import org.jspecify.annotations.Nullable;

/**
 * What the router decided about a conversation. It carries what it was decided on: the store does it only while that
 * still holds, and otherwise says what holds instead.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@Type(name = "assign", value = Command.Assign.class))
public sealed interface Command {

    /** Stable: the same command published twice has the same id. */
    String id();

    AccountId accountId();

    InboxId inboxId();

    ConversationId conversationId();

    /**
     * Gives an open conversation to an agent.
     *
     * @param expectedAssignee who holds it; absent: nobody
     * @param expectedTeam whose it is; absent: no team's
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Assign(
            String id,
            AccountId accountId,
            InboxId inboxId,
            ConversationId conversationId,
            AgentId agentId,
            @Nullable AgentId expectedAssignee,
            @Nullable TeamId expectedTeam)
            implements Command {}
}
