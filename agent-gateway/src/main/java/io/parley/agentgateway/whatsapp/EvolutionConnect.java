package io.parley.agentgateway.whatsapp;

import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.evolution.Connecting;
import io.parley.evolution.EvolutionClient;
import io.parley.evolution.EvolutionClients;
import io.parley.evolution.EvolutionFailure;
import io.parley.evolution.EvolutionInstance;
import io.parley.evolution.InstanceInfo;
import io.parley.evolution.NewInstance;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.inbox.SecretHash;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.inbox.Inboxes;
import io.parley.store.inbox.Inboxes.Connection;
import io.parley.store.inbox.Inboxes.InboxChange;
import io.parley.store.inbox.Inboxes.InboxDetails;
import io.parley.store.inbox.Inboxes.NewInbox;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Mono;

/** Connects inboxes through Evolution API's REST interface. */
@Component
final class EvolutionConnect implements ConnectWhatsApp {

    /** What Chatwoot calls an inbox's settings at its provider. */
    private static final String ATTRIBUTE = "provider_config";

    private static final int MESSAGES_PER_SECOND = 10;

    private final EvolutionClients clients;
    private final Inboxes inboxes;
    private final SecretBox secrets;
    private final Webhook webhook;
    private final EvolutionProperties properties;
    private final SecureRandom random = new SecureRandom();

    EvolutionConnect(
            @Qualifier(WhatsAppConfiguration.CLIENTS) EvolutionClients clients,
            Inboxes inboxes,
            SecretBox secrets,
            Webhook webhook,
            EvolutionProperties properties) {
        this.clients = clients;
        this.inboxes = inboxes;
        this.secrets = secrets;
        this.webhook = webhook;
        this.properties = properties;
    }

    @Override
    public Mono<InboxDetails> connect(Viewer administrator, NewInbox inbox, Settings settings) {
        return Mono.fromSupplier(() -> wanted(settings, null))
                .flatMap(wanted -> instanceOf(wanted, settings.createInstance())
                        .then(Mono.defer(() -> inboxes.create(administrator, with(inbox, wanted.channel()))))
                        .flatMap(created -> pointHere(administrator, created, wanted)
                                .onErrorResume(failure -> withdraw(administrator, created, failure))));
    }

    @Override
    public Mono<InboxDetails> reconnect(
            Viewer administrator, InboxDetails inbox, InboxChange change, Settings settings) {
        return Mono.fromSupplier(() -> wanted(settings, inbox.evolution()))
                .flatMap(wanted -> instanceOf(wanted, settings.createInstance())
                        .then(Mono.defer(() ->
                                inboxes.update(administrator, inbox.inbox().id(), with(change, wanted.channel()))))
                        .flatMap(changed -> pointHere(administrator, changed, wanted)));
    }

    /** What the administrator says, completed by what the inbox has and what the hub is set to. */
    private Wanted wanted(Settings settings, @Nullable EvolutionChannel now) {
        URI baseUrl =
                settings.baseUrl() != null ? settings.baseUrl() : now != null ? now.baseUrl() : properties.baseUrl();
        String apiKey = StringUtils.hasText(settings.apiKey())
                ? settings.apiKey()
                : now != null ? secrets.open(now.sealedApiKey()) : properties.apiKey();
        String instance =
                StringUtils.hasText(settings.instance()) ? settings.instance() : now != null ? now.instance() : null;
        if (baseUrl == null || apiKey == null || instance == null) {
            throw new StoreFailure.Invalid(
                    ATTRIBUTE, "Provider config must name base_url, api_key and instance of an Evolution API");
        }
        String headerSecret = headerSecret(settings.headerSecret(), now);
        String jwtKey = jwtKey(settings.jwtKey(), now);
        EvolutionChannel channel = new EvolutionChannel(
                baseUrl,
                instance,
                secrets.seal(apiKey),
                headerSecret == null ? null : SecretHash.sha256Hex(headerSecret),
                jwtKey == null ? null : secrets.seal(jwtKey),
                perSecond(settings, now));
        try {
            return new Wanted(new EvolutionInstance(baseUrl, apiKey, instance), channel, headerSecret, jwtKey);
        } catch (IllegalArgumentException e) {
            throw new StoreFailure.Invalid(ATTRIBUTE, "Provider config is not usable: " + e.getMessage());
        }
    }

    /** The inbox only knows the hash of its secret, so that setting the webhook again takes a new one. */
    private @Nullable String headerSecret(@Nullable String given, @Nullable EvolutionChannel now) {
        if (given != null) {
            return given.isBlank() ? null : given;
        }
        if (now == null || now.headerSecretHash() == null) {
            return null;
        }
        byte[] fresh = new byte[32];
        random.nextBytes(fresh);
        return HexFormat.of().formatHex(fresh);
    }

    private @Nullable String jwtKey(@Nullable String given, @Nullable EvolutionChannel now) {
        if (given != null) {
            return given.isBlank() ? null : given;
        }
        return now == null || now.sealedJwtKey() == null ? null : secrets.open(now.sealedJwtKey());
    }

    private static int perSecond(Settings settings, @Nullable EvolutionChannel now) {
        if (settings.messagesPerSecond() != null) {
            return settings.messagesPerSecond();
        }
        return now == null ? MESSAGES_PER_SECOND : now.messagesPerSecond();
    }

    private Mono<Void> instanceOf(Wanted wanted, boolean create) {
        EvolutionClient client = clients.of(wanted.instance());
        Mono<InstanceInfo> created = Mono.defer(() -> create
                ? client.createInstance(new NewInstance(null, false, null)).then(Mono.empty())
                : Mono.error(new StoreFailure.Invalid(
                        ATTRIBUTE,
                        "Evolution API has no instance named %s: create it there, or say create_instance"
                                .formatted(wanted.instance().instance()))));
        return client.version()
                .then(Mono.defer(client::fetchInstance))
                .switchIfEmpty(created)
                .onErrorMap(EvolutionFailure.class, EvolutionConnect::explained)
                .then();
    }

    private Mono<InboxDetails> pointHere(Viewer administrator, InboxDetails inbox, Wanted wanted) {
        EvolutionClient client = clients.of(wanted.instance());
        InboxId id = inbox.inbox().id();
        return client.setWebhook(webhook.settingsFor(inbox, wanted.headerSecret(), wanted.jwtKey()))
                .then(Mono.defer(() -> connection(client)))
                .onErrorMap(EvolutionFailure.class, EvolutionConnect::explained)
                .flatMap(connection -> inboxes.setConnection(administrator, id, connection));
    }

    private Mono<InboxDetails> withdraw(Viewer administrator, InboxDetails created, Throwable failure) {
        return inboxes.delete(administrator, created.inbox().id()).then(Mono.error(failure));
    }

    /** Asks for a QR code unless the number is connected. */
    private static Mono<Connection> connection(EvolutionClient client) {
        return client.connectionState().flatMap(state -> switch (state) {
            case OPEN -> open(client);
            case CONNECTING, CLOSE, REFUSED, UNKNOWN -> client.connect(null).flatMap(begun -> begun(client, begun));
        });
    }

    private static Mono<Connection> begun(EvolutionClient client, Connecting begun) {
        return switch (begun) {
            case Connecting.AlreadyOpen already -> open(client);
            case Connecting.NoCodeYet none ->
                Mono.just(new Connection(ConnectionState.CONNECTING, null, null, null, null));
            case Connecting.QrCode code ->
                Mono.just(new Connection(ConnectionState.CONNECTING, code.image(), code.pairingCode(), null, null));
        };
    }

    private static Mono<Connection> open(EvolutionClient client) {
        return client.fetchInstance()
                .mapNotNull(InstanceInfo::ownerJid)
                .map(jid -> "+" + jid.replaceFirst("[:@].*", ""))
                .map(number -> new Connection(ConnectionState.OPEN, null, null, number, null))
                .defaultIfEmpty(new Connection(ConnectionState.OPEN, null, null, null, null));
    }

    private static StoreFailure.Invalid explained(EvolutionFailure failure) {
        String remedy = switch (failure.kind()) {
            case UNREACHABLE, TIMED_OUT -> "Evolution API cannot be reached: check base_url";
            case UNAUTHORIZED, FORBIDDEN -> "Evolution API refuses the key: check api_key";
            case NOT_EVOLUTION -> "What answers at base_url is not Evolution API";
            case NOT_FOUND -> "Evolution API has no such instance";
            case LICENSE_REQUIRED -> "Evolution API waits for its licence to be activated";
            case SERVER_ERROR, NOT_CONNECTED, RATE_LIMITED, INVALID_REQUEST, TOO_LARGE ->
                "Evolution API would not do it";
        };
        return new StoreFailure.Invalid(ATTRIBUTE, "%s (%s)".formatted(remedy, failure.getMessage()));
    }

    private static NewInbox with(NewInbox inbox, EvolutionChannel channel) {
        return new NewInbox(
                inbox.channel(),
                inbox.name(),
                channel,
                inbox.ignoreGroups(),
                inbox.greetingEnabled(),
                inbox.greetingMessage(),
                inbox.businessHoursEnabled(),
                inbox.awayMessage(),
                inbox.timeZone(),
                inbox.businessHours(),
                inbox.enableAutoAssignment(),
                inbox.extraSettings());
    }

    private static InboxChange with(InboxChange change, EvolutionChannel channel) {
        return new InboxChange(
                change.name(),
                change.enabled(),
                channel,
                change.ignoreGroups(),
                change.greetingEnabled(),
                change.greetingMessage(),
                change.businessHoursEnabled(),
                change.awayMessage(),
                change.timeZone(),
                change.businessHours(),
                change.enableAutoAssignment(),
                change.extraSettings());
    }

    /** Settings that are complete: how to call the instance now, and what to store of it. */
    private record Wanted(
            EvolutionInstance instance,
            EvolutionChannel channel,
            @Nullable String headerSecret,
            @Nullable String jwtKey) {}
}
