package io.parley.contract.assignment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.contract.RecordKey;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.ConversationId;
import io.parley.contract.id.InboxId;
import io.parley.contract.id.TeamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is now true and matters for who answers; the value of the compacted topic under {@link #key}. A key
 * without a value is what is true no more: all facts together are the whole picture, whenever one begins to read.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(name = "agent", value = AssignmentFact.OfAgent.class),
    @Type(name = "inbox", value = AssignmentFact.OfInbox.class),
    @Type(name = "inbox_member", value = AssignmentFact.InboxMember.class),
    @Type(name = "team", value = AssignmentFact.OfTeam.class),
    @Type(name = "team_member", value = AssignmentFact.TeamMember.class),
    @Type(name = "conversation", value = AssignmentFact.OfConversation.class),
    @Type(name = "presence", value = AssignmentFact.Presence.class)
})
public sealed interface AssignmentFact {

    AccountId accountId();

    /** The record's key. */
    String key();

    /**
     * An agent of an account.
     *
     * @param online what they say of themselves: neither busy nor offline
     * @param autoOffline whether they count as offline while no browser of theirs is connected
     * @param limit how many open conversations they may hold and still be given one; absent: any number
     * @param weight their share beside colleagues of other weights; 0: they are given none
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record OfAgent(
            AccountId accountId,
            AgentId agentId,
            boolean online,
            boolean autoOffline,
            @Nullable Integer limit,
            int weight)
            implements AssignmentFact {
        @Override
        public String key() {
            return "agent:" + accountId + ":" + agentId;
        }
    }

    /**
     * An inbox.
     *
     * @param assigns whether its conversations are given to agents by themselves
     * @param limit how many of its open conversations an agent may hold and still be given one; absent: any number
     * @param returnsToLastAgent whether a contact who returns stays with who held the conversation, when that one has
     *     room and is online
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record OfInbox(
            AccountId accountId,
            InboxId inboxId,
            boolean assigns,
            @Nullable Integer limit,
            boolean returnsToLastAgent) implements AssignmentFact {
        @Override
        public String key() {
            return "inbox:" + inboxId;
        }
    }

    /** An agent answers in an inbox. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record InboxMember(AccountId accountId, InboxId inboxId, AgentId agentId) implements AssignmentFact {
        @Override
        public String key() {
            return "inbox_member:" + inboxId + ":" + agentId;
        }
    }

    /**
     * A team.
     *
     * @param assigns whether its conversations are given to its members by themselves
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record OfTeam(AccountId accountId, TeamId teamId, boolean assigns) implements AssignmentFact {
        @Override
        public String key() {
            return "team:" + teamId;
        }
    }

    /** An agent belongs to a team. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record TeamMember(AccountId accountId, TeamId teamId, AgentId agentId) implements AssignmentFact {
        @Override
        public String key() {
            return "team_member:" + teamId + ":" + agentId;
        }
    }

    /**
     * An open conversation. Those of any other status have no fact.
     *
     * @param address of the contact, for the key of what is decided about it
     * @param assigneeId who holds it; absent: nobody
     * @param teamId whose it is; absent: any member's of the inbox
     * @param waitingSince since when the contact waits for an answer; absent: nobody waits
     * @param returned whether the contact came back to who held it and was not answered since
     * @param answers the id of the command that was refused, when that is why the fact is told again
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record OfConversation(
            AccountId accountId,
            InboxId inboxId,
            ConversationId conversationId,
            String address,
            @Nullable AgentId assigneeId,
            @Nullable TeamId teamId,
            @Nullable Instant waitingSince,
            boolean returned,
            @Nullable String answers)
            implements AssignmentFact {
        @Override
        public String key() {
            return "conversation:" + conversationId;
        }

        public RecordKey recordKey() {
            return new RecordKey(inboxId, address);
        }
    }

    /**
     * A browser of the agent is connected.
     *
     * @param at when that was last made sure of
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Presence(AccountId accountId, AgentId agentId, Instant at) implements AssignmentFact {
        @Override
        public String key() {
            return keyOf(accountId, agentId);
        }

        /** The key to take a presence back by. */
        public static String keyOf(AccountId account, AgentId agent) {
            return "presence:" + account + ":" + agent;
        }
    }
}
