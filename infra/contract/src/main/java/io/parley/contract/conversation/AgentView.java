package io.parley.contract.conversation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;

/** An agent as colleagues see them. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentView(
        AgentId id, AccountId accountId, String name, String availableName, String email, boolean administrator) {}
