package io.parley.outbound.delivery;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of one part in one attempt. It is kept beside the attempt's mark, so that a redelivery says the same. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @Type(name = "sent", value = PartResult.Sent.class),
    @Type(name = "failed", value = PartResult.Failed.class),
    @Type(name = "deferred", value = PartResult.Deferred.class),
    @Type(name = "unknown", value = PartResult.Unknown.class)
})
sealed interface PartResult {

    /** The provider has it under this id. */
    record Sent(String sourceId, @Nullable String address) implements PartResult {}

    /** Refused for good. */
    record Failed(String reason) implements PartResult {}

    /** Nothing left; another attempt may be made then. */
    record Deferred(Instant until, String reason) implements PartResult {}

    /** It may have left. Never kept: who asks again looks again. */
    record Unknown(String reason) implements PartResult {}
}
