package io.parley.store.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.ContractJson;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxConfig;
import io.parley.evolution.EvolutionClient;
import io.parley.evolution.EvolutionClientSettings;
import io.parley.evolution.EvolutionClients;
import io.parley.evolution.EvolutionFailure;
import io.parley.evolution.EvolutionInstance;
import io.parley.evolution.MediaContent;
import io.parley.runtime.files.FetchFailure;
import io.parley.runtime.files.Fetched;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.files.FileTooLarge;
import io.parley.runtime.files.SafeFetch;
import io.parley.runtime.inbox.InboxTable;
import io.parley.runtime.inbox.SecretBox;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings a file's bytes into the file store: from its URL, else by asking the provider. */
@Component
class MediaSources implements DisposableBean {

    /** What WhatsApp itself serves is encrypted, and of no use without its key. */
    private static final String ENCRYPTED_HOST = ".whatsapp.net";

    private final SafeFetch fetch;
    private final FileStore files;
    private final InboxTable inboxes;
    private final SecretBox secrets;
    private final EvolutionClients clients;

    MediaSources(
            SafeFetch fetch,
            FileStore files,
            InboxTable inboxes,
            SecretBox secrets,
            MediaProperties properties,
            Clock clock) {
        this.fetch = fetch;
        this.files = files;
        this.inboxes = inboxes;
        this.secrets = secrets;
        // base64 is a third larger than what it stands for, and JSON comes around it
        DataSize answer = DataSize.ofBytes(properties.maxSize().toBytes() * 3 / 2);
        this.clients = new EvolutionClients(EvolutionClientSettings.DEFAULTS.withMaxMedia(answer), clock);
    }

    /** Errors with {@link MediaUnavailable} when neither way leads to the bytes. */
    Mono<FetchedFile> fetch(PendingFile file) {
        Mono<FetchedFile> provider = Mono.defer(() -> fromProvider(file));
        return fromUrl(file)
                .onErrorResume(
                        MediaUnavailable.class,
                        failure -> file.providerReference() == null ? Mono.error(failure) : provider)
                .switchIfEmpty(provider);
    }

    private Mono<FetchedFile> fromUrl(PendingFile file) {
        URI url = usable(file.url());
        if (url == null) {
            return Mono.empty();
        }
        return fetch.get(url, fetched -> store(file, fetched))
                .onErrorMap(
                        FetchFailure.class, it -> new MediaUnavailable(String.valueOf(it.getMessage()), it.isPassing()))
                .onErrorMap(FileTooLarge.class, it -> new MediaUnavailable(String.valueOf(it.getMessage()), false));
    }

    private static @Nullable URI usable(@Nullable String url) {
        if (url == null) {
            return null;
        }
        try {
            URI address = URI.create(url);
            String host = address.getHost();
            return host == null || host.endsWith(ENCRYPTED_HOST) ? null : address;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Mono<FetchedFile> store(PendingFile file, Fetched fetched) {
        String type = generic(fetched.mediaType()) ? file.mediaType() : Objects.requireNonNull(fetched.mediaType());
        return files.write(new FileToStore(file.fileName(), type, fetched.bytes()))
                .map(stored -> new FetchedFile(stored, fetched.fileName()));
    }

    private Mono<FetchedFile> fromProvider(PendingFile file) {
        if (file.providerReference() == null) {
            return Mono.error(new MediaUnavailable("The provider gave no way to fetch the file", false));
        }
        return Mono.justOrEmpty(inboxes.find(file.inboxId()))
                .mapNotNull(InboxConfig::evolution)
                .switchIfEmpty(
                        Mono.error(() -> new MediaUnavailable("The inbox has no connection to its provider", true)))
                .flatMap(channel -> clientOf(channel).getBase64FromMediaMessage(reference(file)))
                .flatMap(content -> store(file, content))
                .onErrorMap(
                        EvolutionFailure.class,
                        it -> new MediaUnavailable(String.valueOf(it.getMessage()), mayPass(it)))
                .onErrorMap(FileTooLarge.class, it -> new MediaUnavailable(String.valueOf(it.getMessage()), false));
    }

    /** Evolution refuses a file it cannot get now in the same words as one it will never get. */
    private static boolean mayPass(EvolutionFailure failure) {
        return failure.temporary()
                || failure.kind() == EvolutionFailure.Kind.INVALID_REQUEST
                || failure.kind() == EvolutionFailure.Kind.NOT_FOUND
                || failure.kind() == EvolutionFailure.Kind.UNAUTHORIZED;
    }

    private EvolutionClient clientOf(EvolutionChannel channel) {
        return clients.of(
                new EvolutionInstance(channel.baseUrl(), secrets.open(channel.sealedApiKey()), channel.instance()));
    }

    private static JsonNode reference(PendingFile file) {
        try {
            return ContractJson.mapper().readTree(file.providerReference());
        } catch (JsonProcessingException e) {
            throw new MediaUnavailable("The provider's reference to the file cannot be read", false);
        }
    }

    private Mono<FetchedFile> store(PendingFile file, MediaContent content) {
        String type = generic(content.mimetype()) ? file.mediaType() : Objects.requireNonNull(content.mimetype());
        Flux<DataBuffer> bytes =
                Flux.defer(() -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(content.bytes())));
        return files.write(new FileToStore(file.fileName(), type, bytes))
                .map(stored -> new FetchedFile(stored, content.fileName()));
    }

    private static boolean generic(@Nullable String mediaType) {
        return mediaType == null || mediaType.isBlank() || mediaType.startsWith("application/octet-stream");
    }

    @Override
    public void destroy() {
        clients.close();
    }
}
