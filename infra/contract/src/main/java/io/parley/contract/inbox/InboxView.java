package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.ConnectionState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An inbox as agents may see it: no secrets.
 *
 * @param qrCode a picture as a {@code data:} URL to scan, fresh for 45 seconds after {@code connectionChangedAt}
 * @param address the inbox's own number or mailbox
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record InboxView(
        InboxId id,
        AccountId accountId,
        Channel channel,
        String name,
        boolean enabled,
        ConnectionState connection,
        @Nullable String qrCode,
        @Nullable String pairingCode,
        @Nullable String address,
        @Nullable String connectionReason,
        @Nullable Instant connectionChangedAt) {}
