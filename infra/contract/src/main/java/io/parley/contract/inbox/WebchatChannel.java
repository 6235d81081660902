package io.parley.contract.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The widget of a web-chat inbox.
 *
 * @param websiteToken names the inbox to the widget; public
 * @param allowedDomains pages that may show it; empty: any
 * @param sealedHmacKey the key of {@code identifier_hash}, sealed with the hub's secret
 * @param hmacMandatory whether an identity without a right hash is refused
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WebchatChannel(
        String websiteToken,
        List<String> allowedDomains,
        @Nullable String sealedHmacKey,
        boolean hmacMandatory) {

    public WebchatChannel {
        allowedDomains = List.copyOf(allowedDomains);
    }
}
