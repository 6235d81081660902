package io.parley.outbound.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.parley.outbound.Fixtures.ADDRESS;
import static io.parley.outbound.Fixtures.INBOX;
import static io.parley.outbound.Fixtures.fromInbox;
import static io.parley.outbound.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mockingDetails;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.parley.contract.Channel;
import io.parley.contract.RecordKey;
import io.parley.contract.delivery.Delivery;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.outbound.Fixtures;
import io.parley.outbound.Wire;
import io.parley.runtime.inbox.SecretBox;
import io.parley.services.Services;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** Redis stops for a while: nothing is sent without marks, nothing is lost, nothing is dead-lettered or doubted. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RedisOutageIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final WireMockServer EVOLUTION =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    private static Services services;
    private static Map<String, String> settings;

    @Autowired
    private SecretBox secrets;

    @MockitoSpyBean
    private AttemptMarks marks;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        services = Services.owning(Services::redis);
        settings = services.isolated(RedisOutageIT.class);
        settings.forEach((name, value) -> registry.add(name, () -> value));
        registry.add("PARLEY_PORT", () -> "0");
        EVOLUTION.start();
        EVOLUTION.stubFor(any(anyUrl())
                .willReturn(aResponse()
                        .withStatus(201)
                        .withBody("{\"version\":\"2.3.7\",\"key\":{\"id\":\"3EB0\",\"fromMe\":true}}")));
    }

    @AfterAll
    static void stop() {
        EVOLUTION.stop();
        services.close();
    }

    @Test
    void waitsForRedisAndThenSendsEverythingOnce() {
        try (Wire wire = new Wire(settings)) {
            String topic = wire.topics().outbound(Channel.WHATSAPP);
            EvolutionChannel channel = new EvolutionChannel(
                    URI.create(EVOLUTION.baseUrl()), "support-01", secrets.seal(Fixtures.API_KEY), null, null, 1_000);
            wire.write(wire.topics().inboxes(), INBOX.toString(), Fixtures.inbox(INBOX, true, channel));
            wire.follow(wire.topics().deliveries(), topic + ".dlq");
            wire.write(topic, key(ADDRESS), text(1, "before"));
            await().atMost(SOON).until(() -> wire.deliveries().size() == 1);

            services.redis().stop();
            for (int message = 2; message <= 9; message++) {
                String address = "551198888000" + message;
                wire.write(topic, key(address), fromInbox(INBOX, address, text(message, "while away")));
            }
            await().atMost(SOON).until(() -> begun() > 1 + 2 * 8);
            assertThat(calls()).isEqualTo(1);
            services.redis().start();

            // a batch that came again reports again what it did not send again
            await().atMost(SOON)
                    .until(() -> Set.copyOf(idsOf(wire.deliveries())).size() == 9);
            assertThat(wire.deliveries()).allSatisfy(it -> assertThat(it).isInstanceOf(Delivery.Sent.class));
            assertThat(wire.records(topic + ".dlq")).isEmpty();
            assertThat(calls()).isEqualTo(9);
        }
    }

    private static List<Integer> idsOf(List<Delivery> deliveries) {
        return deliveries.stream()
                .filter(Delivery.Sent.class::isInstance)
                .map(it -> ((Delivery.Sent) it).messageId().value())
                .toList();
    }

    private long begun() {
        return mockingDetails(marks).getInvocations().stream()
                .filter(it -> it.getMethod().getName().equals("begin"))
                .count();
    }

    private static int calls() {
        return EVOLUTION
                .findAll(postRequestedFor(urlPathMatching("/message/.*")))
                .size();
    }

    private static String key(String address) {
        return new RecordKey(INBOX, "+" + address).toString();
    }
}
