package io.parley.contract.inbound;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.id.AccountId;
import java.util.List;

/**
 * An inbound event that belongs to a known, enabled inbox, with what the inbox's rules decided about it.
 *
 * @param autoReplies answers the store adds in the same transaction when their occasion is met
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Routed(AccountId accountId, Inbound inbound, List<AutoReply> autoReplies) {

    public Routed {
        autoReplies = List.copyOf(autoReplies);
    }
}
