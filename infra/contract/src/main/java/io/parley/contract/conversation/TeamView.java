package io.parley.contract.conversation;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.TeamId;
import org.jspecify.annotations.Nullable;

/** A team of agents. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TeamView(
        TeamId id,
        AccountId accountId,
        String name,
        @Nullable String description,
        boolean allowAutoAssign) {}
