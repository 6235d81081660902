package io.parley.outbound.channel.whatsapp;

import io.parley.contract.Channel;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.contract.message.MessageContent;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageContent.Text;
import io.parley.contract.outbound.Outbound;
import io.parley.evolution.EvolutionClient;
import io.parley.evolution.EvolutionClientSettings;
import io.parley.evolution.EvolutionClients;
import io.parley.evolution.EvolutionFailure;
import io.parley.evolution.EvolutionInstance;
import io.parley.evolution.MessageKey;
import io.parley.evolution.SendRequest;
import io.parley.outbound.channel.ChannelSender;
import io.parley.outbound.channel.ChannelTrouble;
import io.parley.outbound.channel.ConnectionNews;
import io.parley.outbound.channel.OutgoingPart;
import io.parley.outbound.channel.SendOutcome;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.inbox.CannotOpen;
import io.parley.runtime.inbox.SecretBox;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** WhatsApp through Evolution API. */
@Component
class WhatsAppSender implements ChannelSender, DisposableBean {

    private final EvolutionClients clients;
    private final EvolutionServers servers;
    private final SendRequests requests;
    private final SentHistory history;
    private final Verdicts verdicts;
    private final SecretBox secrets;

    WhatsAppSender(WhatsAppProperties properties, SecretBox secrets, FileStore files, FileLinks links, Clock clock) {
        this.clients = new EvolutionClients(settings(properties), clock);
        this.servers = new EvolutionServers(properties.versionTimeout());
        this.requests = new SendRequests(new MediaFiles(files, links, properties));
        this.history = new SentHistory(clock);
        this.verdicts = new Verdicts(properties);
        this.secrets = secrets;
    }

    @Override
    public Channel channel() {
        return Channel.WHATSAPP;
    }

    /** Voice notes and stickers carry no caption on WhatsApp: it follows them as a text. */
    @Override
    public List<MessageContent> partsOf(Outbound.Send message) {
        return message.parts().stream().flatMap(WhatsAppSender::split).toList();
    }

    private static Stream<MessageContent> split(MessageContent part) {
        return part instanceof Media media
                        && media.caption() != null
                        && (MediaFiles.isVoice(media) || media.kind() == MediaKind.STICKER)
                ? Stream.of(part, new Text(media.caption()))
                : Stream.of(part);
    }

    @Override
    public Mono<SendOutcome> send(InboxConfig inbox, OutgoingPart part) {
        return Mono.fromCallable(() -> clientOf(inbox))
                .flatMap(client -> requestOf(client, part).flatMap(client::send))
                .map(verdicts::on)
                .onErrorResume(Unsendable.class, cannot -> Mono.just(verdicts.on(cannot)))
                .onErrorResume(
                        CannotOpen.class,
                        closed -> Mono.just(
                                verdicts.lockedOut("the key of this inbox was sealed with another SECRET_KEY_BASE")));
    }

    private Mono<SendRequest> requestOf(EvolutionClient client, OutgoingPart part) {
        return servers.takesMessageId(client).flatMap(takes -> requests.of(part, takes ? MessageIds.of(part) : null));
    }

    @Override
    public Flux<SendOutcome.Sent> findSent(InboxConfig inbox, OutgoingPart part, Instant since) {
        return Mono.fromCallable(() -> clientOf(inbox))
                .flatMapMany(client -> servers.takesMessageId(client)
                        .flatMapMany(takes -> takes
                                ? history.byId(client, MessageIds.of(part), since)
                                        .switchIfEmpty(history.alike(client, part, since))
                                : history.alike(client, part, since)));
    }

    @Override
    public Mono<Void> delete(InboxConfig inbox, Outbound.Delete delete) {
        String chat = Recipient.of(delete.address()).jid();
        return Mono.fromCallable(() -> clientOf(inbox))
                .flatMap(client -> client.deleteMessageForEveryone(new MessageKey(chat, true, delete.sourceId())))
                .mapNotNull(Verdicts::troubleWith)
                .onErrorMap(WhatsAppSender::isOurs, ours -> new ChannelTrouble("the inbox is not set up", false))
                .flatMap(Mono::error);
    }

    @Override
    public Mono<Void> markRead(InboxConfig inbox, Outbound.MarkRead markRead) {
        String chat = Recipient.of(markRead.address()).jid();
        List<MessageKey> keys = new ArrayList<>();
        markRead.sourceIds().forEach(id -> keys.add(new MessageKey(chat, false, id)));
        return Mono.fromCallable(() -> clientOf(inbox))
                .flatMap(client -> client.markMessageAsRead(keys))
                .onErrorMap(EvolutionFailure.class, Verdicts::troubleWith)
                .onErrorMap(WhatsAppSender::isOurs, ours -> new ChannelTrouble("the inbox is not set up", false));
    }

    @Override
    public Mono<ConnectionNews> connection(InboxConfig inbox) {
        return Mono.fromCallable(() -> clientOf(inbox))
                .flatMap(EvolutionClient::connectionState)
                .flatMap(Connections::newsOf)
                .onErrorResume(EvolutionFailure.class, Connections::newsOf)
                .onErrorResume(WhatsAppSender::isOurs, ours -> Mono.empty());
    }

    @Override
    public void destroy() {
        clients.close();
    }

    private EvolutionClient clientOf(InboxConfig inbox) {
        EvolutionChannel channel = inbox.evolution();
        if (channel == null) {
            throw new Unsendable("this inbox is not set up to send");
        }
        String key = secrets.open(channel.sealedApiKey());
        try {
            return clients.of(new EvolutionInstance(channel.baseUrl(), key, channel.instance()));
        } catch (IllegalArgumentException unusable) {
            throw new Unsendable("this inbox is not set up to send: " + unusable.getMessage());
        }
    }

    private static boolean isOurs(Throwable failure) {
        return failure instanceof Unsendable || failure instanceof CannotOpen;
    }

    private static EvolutionClientSettings settings(WhatsAppProperties properties) {
        EvolutionClientSettings defaults = EvolutionClientSettings.DEFAULTS;
        return new EvolutionClientSettings(
                properties.connectTimeout(),
                properties.queryTimeout(),
                properties.sendTimeout(),
                defaults.mediaTimeout(),
                defaults.maxAnswer(),
                defaults.maxMedia(),
                defaults.maxConnections(),
                properties.maxRetryAfter());
    }
}
