package io.parley.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.contract.Channel;
import io.parley.contract.Topics;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.kafka.OutgoingRecord;
import io.parley.runtime.kafka.RecordHeaders;
import io.parley.runtime.kafka.RecordPublisher;
import io.parley.services.Services;
import io.parley.services.TopicTail;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The broker goes away and comes back: nothing that was told 202 is missing, and everything else was told 503. */
@SpringBootTest(classes = IngressApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class IngressOutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Services SERVICES = Services.owning(Services::kafka);

    @Autowired
    private RecordPublisher publisher;

    @Autowired
    private Topics topics;

    @Autowired
    private InboxTable table;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        SERVICES.isolated(IngressOutageIT.class).forEach((name, value) -> registry.add(name, () -> value));
    }

    @AfterAll
    static void stopServers() {
        SERVICES.close();
    }

    @Test
    void answers503WhileTheBrokerIsAwayAndLosesNothingItAccepted() {
        publisher
                .publish(OutgoingRecord.of(topics.inboxes(), "7", Inboxes.whatsApp(), "inbox-7"))
                .block(LIMIT);
        await().atMost(LIMIT).until(() -> table.isReady() && !table.all().isEmpty());
        Set<String> accepted = new HashSet<>(acceptedOf(0, 50));
        assertThat(accepted).hasSize(50);

        SERVICES.kafka().stop();
        ResponseEntity<String> refused = post("refused").block(LIMIT);
        accepted.addAll(acceptedOf(50, 60));
        SERVICES.kafka().start();
        await().atMost(LIMIT)
                .until(() -> post("again").block(LIMIT).getStatusCode().is2xxSuccessful());
        accepted.addAll(acceptedOf(60, 110));

        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(refused.getHeaders().getFirst("Retry-After")).isEqualTo("5");
        assertThat(refused.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(100).doesNotContain("refused");
        try (TopicTail tail = new TopicTail(SERVICES.kafka().address(), topics.inbound(Channel.WHATSAPP))) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(tail.read().stream()
                                    .map(it -> TopicTail.header(it, RecordHeaders.ID))
                                    .collect(Collectors.toSet()))
                            .containsAll(accepted.stream()
                                    .map(id -> "7:message:" + id)
                                    .toList()));
        }
    }

    private List<String> acceptedOf(int from, int to) {
        return Flux.range(from, to - from)
                .map(i -> "OUT-" + i)
                .flatMap(
                        id -> post(id).filter(answer -> answer.getStatusCode().is2xxSuccessful())
                                .map(answer -> id),
                        10)
                .collectList()
                .block(LIMIT);
    }

    private Mono<ResponseEntity<String>> post(String id) {
        return WebClient.create("http://localhost:" + port)
                .post()
                .uri("/webhooks/evolution/" + Inboxes.SECRET)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("""
                        {"event":"messages.upsert","instance":"support-01","data":{"key":{"remoteJid":
                        "5511988887777@s.whatsapp.net","fromMe":false,"id":"%s"},"message":{"conversation":"oi"},
                        "messageType":"conversation","messageTimestamp":1761050001}}""".formatted(id))
                .exchangeToMono(answer -> answer.toEntity(String.class));
    }
}
