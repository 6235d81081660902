package io.parley.outbound.channel.whatsapp;

import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.evolution.SendRequest.MediaType;
import io.parley.runtime.files.FileContent;
import io.parley.runtime.files.FileLinks;
import io.parley.runtime.files.FileStore;
import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;

/** Hands a file to Evolution: as a link where Evolution takes and reaches it, else as base64. */
final class MediaFiles {

    /** What Evolution takes for a URL: a dotted host, without underscores. */
    private static final Pattern DOTTED = Pattern.compile("(?i)[a-z0-9-]+(\\.[a-z0-9-]+)+");

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d+){3}|0\\.0\\.0\\.0|(?i).*\\.localhost");

    /** What WhatsApp shows as a picture or film; anything else of the kind goes as a document, whole and unchanged. */
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif");

    private static final Set<String> VIDEOS = Set.of("video/mp4", "video/3gpp", "video/quicktime");

    private final FileStore store;
    private final FileLinks links;
    private final WhatsAppProperties properties;

    MediaFiles(FileStore store, FileLinks links, WhatsAppProperties properties) {
        this.store = store;
        this.links = links;
        this.properties = properties;
    }

    /** A URL or plain base64. Fails with {@link Unsendable} when there is nothing to hand over. */
    Mono<String> handOver(Media media) {
        String key = media.fileKey();
        if (key == null) {
            return Mono.fromCallable(() -> foreignLink(media.url()));
        }
        URI link = links.linkTo(key, nameOf(media));
        return switch (properties.files()) {
            case LINK -> Mono.just(link.toString());
            case INLINE -> base64(key);
            case AUTO -> isForOthers(link) ? Mono.just(link.toString()) : base64(key);
        };
    }

    /** As it was named, else after its kind, with the ending the store kept. */
    static String nameOf(Media media) {
        String name = media.fileName();
        if (name != null && !name.isBlank()) {
            return name;
        }
        String key = media.fileKey();
        int dot = key == null ? -1 : key.lastIndexOf('.');
        return media.kind().wireName() + (key == null || dot < 0 ? "" : key.substring(dot));
    }

    /** How WhatsApp shows it. */
    static MediaType typeOf(Media media) {
        String type = media.mediaType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (media.kind()) {
            case IMAGE, STICKER -> IMAGES.contains(type) ? MediaType.IMAGE : MediaType.DOCUMENT;
            case VIDEO -> VIDEOS.contains(type) ? MediaType.VIDEO : MediaType.DOCUMENT;
            case AUDIO, VOICE -> MediaType.AUDIO;
            case DOCUMENT -> MediaType.DOCUMENT;
        };
    }

    static boolean isVoice(Media media) {
        return media.kind() == MediaKind.AUDIO || media.kind() == MediaKind.VOICE;
    }

    private static String foreignLink(@Nullable String url) {
        if (url == null || !url.startsWith("http")) {
            throw new Unsendable("the file is not there");
        }
        return url;
    }

    private static boolean isForOthers(URI link) {
        String host = link.getHost();
        return host != null
                && DOTTED.matcher(host).matches()
                && !LOOPBACK.matcher(host).matches();
    }

    private Mono<String> base64(String key) {
        return store.read(key)
                .switchIfEmpty(Mono.error(() -> new Unsendable("the file is not there any more")))
                .flatMap(this::bytes)
                .map(Base64.getEncoder()::encodeToString)
                .timeout(properties.fileTimeout())
                .onErrorMap(
                        failure -> !(failure instanceof Unsendable),
                        away -> Unsendable.forNow("the file cannot be read at the moment", away));
    }

    private Mono<byte[]> bytes(FileContent content) {
        long limit = properties.maxInlineFile().toBytes();
        if (content.file().sizeBytes() > limit) {
            return Mono.error(new Unsendable("the file is larger than the %d MB that can be sent"
                    .formatted(properties.maxInlineFile().toMegabytes())));
        }
        return DataBufferUtils.join(content.bytes(), Math.toIntExact(limit)).map(MediaFiles::drain);
    }

    private static byte[] drain(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
