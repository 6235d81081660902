package io.parley.ingress.channel.webchat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.parley.contract.ContractJson;
import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.ingress.problem.IngressFailure.FileTypeNotAllowed;
import io.parley.ingress.problem.IngressFailure.InvalidInput;
import io.parley.ingress.problem.IngressFailure.UploadTooLarge;
import io.parley.runtime.files.FileNames;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.files.FileTooLarge;
import io.parley.runtime.files.StoredFile;
import io.parley.runtime.inbox.CannotOpen;
import io.parley.runtime.inbox.SecretBox;
import io.parley.runtime.visitor.Visitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Files on their way to a message. What the visitor gets for one is sealed: it names the file to the hub, for a day,
 * and only when the same visitor sends it.
 */
@Component("webchatUploads") // the plain name is agent-gateway's
class Uploads {

    private static final Duration GOOD_FOR = Duration.ofDays(1);
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/webp", "image/gif");

    private final FileStore files;
    private final SecretBox secrets;
    private final WebchatProperties properties;
    private final Clock clock;

    Uploads(FileStore files, SecretBox secrets, WebchatProperties properties, Clock clock) {
        this.files = files;
        this.secrets = secrets;
        this.properties = properties;
        this.clock = clock;
    }

    Mono<UploadJson> store(Visitor visitor, FilePart part) {
        String name = FileNames.safe(part.filename());
        MediaType type = typeOf(part, name);
        if (properties.uploadTypes().stream()
                        .noneMatch(it -> MediaType.parseMediaType(it).includes(type))
                || type.getSubtype().startsWith("svg")) {
            return Mono.error(new FileTypeNotAllowed(type.getType() + "/" + type.getSubtype()));
        }
        return files.write(new FileToStore(name, type.toString(), limited(part.content())))
                .onErrorMap(FileTooLarge.class, large -> new UploadTooLarge(properties.maxUpload()))
                .map(stored -> json(visitor, stored, name, type));
    }

    /** @throws InvalidInput when it is not this visitor's, or over */
    Media open(Visitor visitor, String upload, @Nullable String caption) {
        Sealed sealed = read(upload);
        if (!sealed.visitor().equals(nameOf(visitor)) || sealed.expires().isBefore(clock.instant())) {
            throw unknown();
        }
        return new Media(
                sealed.kind(),
                sealed.key(),
                null,
                null,
                sealed.mediaType(),
                sealed.size(),
                sealed.fileName(),
                caption,
                null);
    }

    private Sealed read(String upload) {
        try {
            return ContractJson.read(secrets.open(upload).getBytes(StandardCharsets.UTF_8), Sealed.class);
        } catch (CannotOpen | IOException e) {
            throw unknown();
        }
    }

    private static InvalidInput unknown() {
        return new InvalidInput("invalid-message", "the upload is unknown or too old");
    }

    private UploadJson json(Visitor visitor, StoredFile stored, String name, MediaType type) {
        MediaKind kind = kindOf(type);
        Sealed sealed = new Sealed(
                stored.key(),
                kind,
                name,
                type.toString(),
                stored.sizeBytes(),
                nameOf(visitor),
                clock.instant().plus(GOOD_FOR));
        String upload = secrets.seal(new String(ContractJson.write(sealed), StandardCharsets.UTF_8));
        return new UploadJson(upload, shown(kind), name, type.toString(), stored.sizeBytes());
    }

    private Flux<DataBuffer> limited(Flux<DataBuffer> content) {
        long limit = properties.maxUpload().toBytes();
        AtomicLong sofar = new AtomicLong();
        return content.map(buffer -> {
            if (sofar.addAndGet(buffer.readableByteCount()) > limit) {
                DataBufferUtils.release(buffer);
                throw new UploadTooLarge(properties.maxUpload());
            }
            return buffer;
        });
    }

    /** Browsers that name no type leave it to the file's ending. */
    private static MediaType typeOf(FilePart part, String name) {
        MediaType given = part.headers().getContentType();
        return given != null && given.isConcrete() && !given.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM)
                ? given
                : MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM);
    }

    private static MediaKind kindOf(MediaType type) {
        if (PICTURES.contains(type.getType() + "/" + type.getSubtype())) {
            return MediaKind.IMAGE;
        }
        return switch (type.getType()) {
            case "audio" -> MediaKind.AUDIO;
            case "video" -> MediaKind.VIDEO;
            default -> MediaKind.DOCUMENT;
        };
    }

    private static String shown(MediaKind kind) {
        return kind == MediaKind.DOCUMENT ? "file" : kind.wireName();
    }

    private static String nameOf(Visitor visitor) {
        return visitor.inboxId() + ":" + visitor.sourceId();
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sealed(
            String key,
            MediaKind kind,
            String fileName,
            String mediaType,
            long size,
            String visitor,
            Instant expires) {}

    /** A file that waits for its message. */
    @JsonNaming(SnakeCaseStrategy.class)
    record UploadJson(String upload, String kind, String fileName, String mediaType, long size) {}
}
