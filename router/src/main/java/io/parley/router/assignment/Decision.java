package io.parley.router.assignment;

import io.parley.contract.assignment.AssignmentFact.OfConversation;
import io.parley.contract.command.Command;
import io.parley.contract.id.AgentId;
import java.time.Instant;

/** That a conversation goes to an agent; not true before the store says so. */
record Decision(String id, OfConversation conversation, AgentId agent, Instant at) {

    /** The same, with what is known of the conversation by now. */
    Decision about(OfConversation news) {
        return new Decision(id, news, agent, at);
    }

    Command.Assign command() {
        return new Command.Assign(
                id,
                conversation.accountId(),
                conversation.inboxId(),
                conversation.conversationId(),
                agent,
                conversation.assigneeId(),
                conversation.teamId());
    }
}
