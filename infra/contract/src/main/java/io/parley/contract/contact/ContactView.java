package io.parley.contract.contact;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.ContactId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A contact as it now is.
 *
 * @param phone E.164 with {@code +}
 * @param identifier an id from outside: on WhatsApp the JID to answer to
 * @param attributes what integrations and agents set; always an object
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContactView(
        ContactId id,
        AccountId accountId,
        String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String identifier,
        @Nullable String pictureUrl,
        boolean group,
        boolean blocked,
        JsonNode customAttributes,
        JsonNode additionalAttributes,
        @Nullable Instant lastActivityAt,
        Instant createdAt) {}
