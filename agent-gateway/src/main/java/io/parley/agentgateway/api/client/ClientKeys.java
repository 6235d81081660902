package io.parley.agentgateway.api.client;

import io.parley.runtime.secret.HubSecret;
import io.parley.runtime.visitor.IdentifierHash;
import io.parley.store.inbox.Inboxes.InboxDetails;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/**
 * The keys with which owners of API inboxes vouch for their customers. Derived from the hub's secret, so that every API
 * inbox has one and none is stored.
 */
@Component
public class ClientKeys {

    private final String key;

    ClientKeys(HubSecret secret) {
        this.key = HexFormat.of()
                .formatHex(secret.key("parley client keys v1", "HmacSHA256").getEncoded());
    }

    /** The inbox's {@code hmac_token}; a secret. */
    public String of(InboxDetails inbox) {
        return IdentifierHash.of(key, inbox.inbox().id() + ":" + inbox.identifier());
    }

    boolean vouches(InboxDetails inbox, String identifier, String hash) {
        return IdentifierHash.matches(of(inbox), identifier, hash);
    }
}
