package io.parley.contract.event;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is now true, announced after it was committed.
 *
 * @param id stable: the same event announced twice has the same id
 * @param inboxId whose members may see it; absent for what all of the account's agents may
 * @param actorId the agent who caused it; absent when it was a contact, a rule, or is not known
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HubEvent(
        String id,
        AccountId accountId,
        @Nullable InboxId inboxId,
        Instant at,
        EventBody body,
        @Nullable AgentId actorId) {

    /** Of which no agent is known to be the cause. */
    public HubEvent(String id, AccountId accountId, @Nullable InboxId inboxId, Instant at, EventBody body) {
        this(id, accountId, inboxId, at, body, null);
    }
}
