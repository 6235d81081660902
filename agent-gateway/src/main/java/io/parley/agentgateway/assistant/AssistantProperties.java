package io.parley.agentgateway.assistant;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The chat endpoint, one that speaks OpenAI's {@code /v1/chat/completions}.
 *
 * @param url up to and with {@code /v1}; empty: there is none
 * @param key sent as a bearer token; empty: none
 * @param maxTokens of an answer
 * @param silence how long nothing may come; a model may have to be loaded first
 * @param limit how long a whole answer may take
 */
@Validated
@ConfigurationProperties("parley.gateway.assistant")
record AssistantProperties(
        @DefaultValue("") String url,
        @DefaultValue("") String model,
        @DefaultValue("") String key,
        @DefaultValue("0.2") double temperature,

        @DefaultValue("800") @Min(1) int maxTokens,

        @DefaultValue("60s") Duration silence,
        @DefaultValue("3m") Duration limit) {

    boolean isSet() {
        return !url.isBlank();
    }

    @Override
    public String toString() {
        return "AssistantProperties[" + url + ", " + model + "]";
    }
}
