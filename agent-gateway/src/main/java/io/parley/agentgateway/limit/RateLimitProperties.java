package io.parley.agentgateway.limit;

import jakarta.validation.constraints.Min;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.validation.annotation.Validated;

/**
 * How often somebody may ask in a minute; Chatwoot's own figures where it has them, but for the numbers beside lists,
 * which the console asks for each status. Requests of the machine itself are not counted.
 *
 * @param enabled false: nothing is counted
 * @param perAddress requests to the API from one IP address
 * @param contactSearches of one account
 * @param conversationCounts of one agent: the numbers beside the lists
 * @param reportsPerAgent of one agent
 * @param reportsPerAccount of one account
 * @param perClient of one contact of an API inbox, through the public client API
 * @param newClients contacts made there from one IP address
 * @param messagesPerConversation written through the API into one conversation
 * @param searches of one agent: searches, similar conversations and suggested replies
 * @param assistant drafts and summaries a model writes for one agent
 * @param allowed IP addresses that may ask as often as they like, Evolution API's for example
 */
@Validated
@ConfigurationProperties("parley.gateway.rate-limits")
record RateLimitProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("3000") @Min(1) int perAddress,
        @DefaultValue("100") @Min(1) int contactSearches,
        @DefaultValue("300") @Min(1) int conversationCounts,
        @DefaultValue("100") @Min(1) int reportsPerAgent,
        @DefaultValue("1000") @Min(1) int reportsPerAccount,
        @DefaultValue("240") @Min(1) int perClient,
        @DefaultValue("60") @Min(1) int newClients,
        @DefaultValue("200") @Min(1) int messagesPerConversation,
        @DefaultValue("240") @Min(1) int searches,
        @DefaultValue("30") @Min(1) int assistant,
        @DefaultValue List<String> allowed) {

    RateLimitProperties {
        allowed =
                allowed.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    /** Empty when nothing is counted, for the machine itself, and for whoever may ask as often as they like. */
    Optional<String> countedAddress(ServerHttpRequest request) {
        InetSocketAddress from = request.getRemoteAddress();
        return Optional.ofNullable(from == null ? null : from.getAddress())
                .filter(address -> enabled && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .filter(address -> !allowed.contains(address));
    }
}
