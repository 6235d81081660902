package io.parley.agentgateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class ForwardedAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a proxy nearby says where it comes from
                "127.0.0.1    | 203.0.113.9                      | 203.0.113.9",
                "172.18.0.5   | 203.0.113.9, 10.0.0.3            | 203.0.113.9",
                "fd00:0:0:0:0:0:0:1 | 2001:db8:0:0:0:0:0:7       | 2001:db8:0:0:0:0:0:7",
                "10.0.0.2     | 203.0.113.9:51234                | 203.0.113.9",
                // what a client wrote in front of what the proxy added is not believed
                "127.0.0.1    | 198.51.100.1, 203.0.113.9        | 203.0.113.9",
                "127.0.0.1    | nonsense, 203.0.113.9            | 203.0.113.9",
                // in an office everybody is private
                "10.0.0.2     | 192.168.1.20                     | 192.168.1.20",
                // a stranger's word counts for nothing, and so does nonsense
                "198.51.100.7 | 203.0.113.9                      | ",
                "127.0.0.1    | nonsense                         | ",
                "127.0.0.1    |                                  | "
            })
    void findsWhereARequestReallyComesFrom(String peer, String forwardedFor, String client) throws Exception {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("/api")
                .remoteAddress(new InetSocketAddress(InetAddress.getByName(peer), 4711));
        if (forwardedFor != null) {
            request.header("X-Forwarded-For", forwardedFor);
        }

        assertThat(ForwardedAddress.clientOf(request.build()).map(InetAddress::getHostAddress))
                .isEqualTo(java.util.Optional.ofNullable(client));
    }
}
