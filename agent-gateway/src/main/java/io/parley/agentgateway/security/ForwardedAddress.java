package io.parley.agentgateway.security;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets a request come from where it really came from, behind proxies: a private peer's word in {@code X-Forwarded-For}
 * counts, as Rails has it, and of that header only what private addresses wrote themselves.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 50)
class ForwardedAddress implements WebFilter {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return clientOf(exchange.getRequest())
                .map(client -> exchange.mutate()
                        .request(request -> request.remoteAddress(new InetSocketAddress(client, 0)))
                        .build())
                .map(chain::filter)
                .orElseGet(() -> chain.filter(exchange));
    }

    /** Empty when the peer itself is the client. */
    static Optional<InetAddress> clientOf(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        if (peer == null || peer.getAddress() == null || !isPrivate(peer.getAddress())) {
            return Optional.empty();
        }
        List<InetAddress> chain = forwardedFor(request.getHeaders());
        for (InetAddress address : chain.reversed()) {
            if (!isPrivate(address)) {
                return Optional.of(address);
            }
        }
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.getFirst());
    }

    /** Up to the first entry, from behind, that is no address. */
    private static List<InetAddress> forwardedFor(HttpHeaders headers) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String header : headers.getOrEmpty(FORWARDED_FOR)) {
            for (String entry : header.split(",")) {
                Optional<InetAddress> address = parse(entry.strip());
                if (address.isEmpty()) {
                    addresses.clear();
                }
                address.ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    private static Optional<InetAddress> parse(String text) {
        boolean withPort = text.indexOf(':') == text.lastIndexOf(':') && text.indexOf(':') > 0;
        byte[] bytes =
                NetUtil.createByteArrayFromIpAddressString(withPort ? text.substring(0, text.indexOf(':')) : text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static boolean isPrivate(InetAddress address) {
        boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || uniqueLocal;
    }
}
