package io.parley.agentgateway.whatsapp;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.evolution.ConnectionState;
import io.parley.evolution.EvolutionClient;
import io.parley.evolution.EvolutionClients;
import io.parley.evolution.EvolutionFailure;
import io.parley.evolution.EvolutionInstance;
import io.parley.evolution.WebhookSettings;
import io.parley.runtime.inbox.SecretBox;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.inbox.Inboxes;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.InboxDetails;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tests a WhatsApp inbox from both sides: the hub calls Evolution, and calls its own webhook as Evolution would. */
@Component
final class CheckWhatsApp {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final InboxChange NOTHING_ELSE =
            new InboxChange(null, null, null, null, null, null, null, null, null, null, null, null);

    private final Inboxes inboxes;
    private final EvolutionClients clients;
    private final SecretBox secrets;
    private final Webhook webhook;
    private final ConnectWhatsApp connect;
    private final WebClient web;

    CheckWhatsApp(
            Inboxes inboxes,
            @Qualifier(WhatsAppConfiguration.CLIENTS) EvolutionClients clients,
            SecretBox secrets,
            Webhook webhook,
            ConnectWhatsApp connect,
            WebClient.Builder web) {
        this.inboxes = inboxes;
        this.clients = clients;
        this.secrets = secrets;
        this.webhook = webhook;
        this.connect = connect;
        this.web = web.build();
    }

    Mono<Report> check(Viewer administrator, InboxId id) {
        administrator.requireAdministrator();
        return inboxes.find(administrator, id).flatMap(this::report);
    }

    /** Sets the webhook anew when it is wrong; the report says how things then are. */
    Mono<Report> fixWebhook(Viewer administrator, InboxId id) {
        administrator.requireAdministrator();
        return inboxes.find(administrator, id)
                .flatMap(inbox -> webhookOf(clientOf(inbox), inbox)
                        .flatMap(finding -> finding.ok()
                                ? Mono.just(inbox)
                                : connect.reconnect(
                                        administrator, inbox, NOTHING_ELSE, ConnectWhatsApp.Settings.UNCHANGED)))
                .flatMap(this::report);
    }

    private Mono<Report> report(InboxDetails inbox) {
        EvolutionClient client = clientOf(inbox);
        return Flux.concat(
                        server(client), instance(client), connection(client), webhookOf(client, inbox), ownSide(inbox))
                .collectList()
                .map(findings -> new Report(findings.stream().allMatch(Finding::ok), findings));
    }

    private EvolutionClient clientOf(InboxDetails inbox) {
        EvolutionChannel evolution = inbox.evolution();
        if (evolution == null) {
            throw new StoreFailure.Invalid("inbox", "This is no WhatsApp inbox");
        }
        return clients.of(new EvolutionInstance(
                evolution.baseUrl(), secrets.open(evolution.sealedApiKey()), evolution.instance()));
    }

    private static Mono<Finding> server(EvolutionClient client) {
        String at = client.instance().baseUrl().toString();
        return client.version()
                .map(server -> good("Evolution API", "version %s answers at %s".formatted(server.version(), at)))
                .onErrorResume(
                        EvolutionFailure.class,
                        failure -> Mono.just(bad(
                                "Evolution API",
                                "%s: %s".formatted(at, failure.getMessage()),
                                "Check the address, and that this machine reaches it")));
    }

    private static Mono<Finding> instance(EvolutionClient client) {
        String name = client.instance().instance();
        return client.fetchInstance()
                .map(found -> good("instance", "%s is there and the key opens it".formatted(name)))
                .defaultIfEmpty(bad(
                        "instance",
                        "Evolution has no instance named " + name,
                        "Create it in Evolution, or update the inbox with create_instance"))
                .onErrorResume(
                        EvolutionFailure.class,
                        failure -> Mono.just(
                                bad("instance", String.valueOf(failure.getMessage()), "Check the key of the inbox")));
    }

    private static Mono<Finding> connection(EvolutionClient client) {
        return client.connectionState()
                .map(state -> state == ConnectionState.OPEN
                        ? good("WhatsApp", "the number is connected")
                        : bad(
                                "WhatsApp",
                                "the number is not connected (%s)".formatted(state),
                                "Scan the inbox's QR code with the phone"))
                .onErrorResume(
                        EvolutionFailure.class,
                        failure -> Mono.just(bad("WhatsApp", String.valueOf(failure.getMessage()), null)));
    }

    private Mono<Finding> webhookOf(EvolutionClient client, InboxDetails inbox) {
        String remedy = "./parley whatsapp fix-webhook " + inbox.inbox().id();
        return client.findWebhook()
                .map(found -> finding(found, inbox, remedy))
                .defaultIfEmpty(bad("webhook", "the instance has none", remedy))
                .onErrorResume(
                        EvolutionFailure.class,
                        failure -> Mono.just(bad("webhook", String.valueOf(failure.getMessage()), null)));
    }

    private Finding finding(WebhookSettings found, InboxDetails inbox, String remedy) {
        List<String> faults = webhook.faultsOf(found, inbox);
        return faults.isEmpty()
                ? good("webhook", "points to this inbox and has all events")
                : bad("webhook", String.join("; ", faults), remedy);
    }

    /** An event nobody knows is accepted and ignored, so that trying the webhook changes nothing. */
    private Mono<Finding> ownSide(InboxDetails inbox) {
        String base = webhook.urlOf(inbox).resolve("/").toString();
        EvolutionChannel evolution = inbox.evolution();
        if (evolution != null && (evolution.headerSecretHash() != null || evolution.sealedJwtKey() != null)) {
            return Mono.just(good("hub", "not tried: the inbox asks for a secret only Evolution has"));
        }
        return web.post()
                .uri(webhook.urlOf(inbox))
                .bodyValue(Map.of("event", "parley.check", "data", Map.of()))
                .exchangeToMono(answer ->
                        answer.releaseBody().thenReturn(answer.statusCode().value()))
                .timeout(LIMIT)
                .map(status -> status / 100 == 2
                        ? good("hub", "the webhook answers at " + base)
                        : bad("hub", "the webhook at %s answers %d".formatted(base, status), "Check FRONTEND_URL"))
                .onErrorResume(failure -> Mono.just(bad(
                        "hub",
                        "the webhook at %s cannot be reached".formatted(base),
                        "Check FRONTEND_URL (or PARLEY_WEBHOOK_URL): Evolution must reach it too")));
    }

    private static Finding good(String name, String detail) {
        return new Finding(name, true, detail, null);
    }

    private static Finding bad(String name, String detail, @Nullable String remedy) {
        return new Finding(name, false, detail, remedy);
    }

    /** How an inbox fares. */
    record Report(boolean ok, List<Finding> findings) {}

    /**
     * One thing that was looked at.
     *
     * @param remedy what to do about it
     */
    record Finding(
            String name,
            boolean ok,
            String detail,
            @Nullable String remedy) {}
}
