package io.parley.agentgateway.files;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.ApiFailure.TooLarge;
import io.parley.contract.message.AttachmentView;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.contract.message.MessageView;
import io.parley.runtime.files.FileNames;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.store.message.Messages.NewFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Brings files of a request into the file store, where the message they belong to finds them. */
@Component
public class Uploads {

    /** What every channel shows as a picture; other images are sent as documents. */
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png", "image/webp", "image/gif");

    private final FileStore files;
    private final UploadProperties properties;

    Uploads(FileStore files, UploadProperties properties) {
        this.files = files;
        this.properties = properties;
    }

    /**
     * Stores the files one after the other and hands them to {@code use}. In the file store stays only what the message
     * has: nothing when a file cannot be stored, {@code use} fails, or answers with a message that was there before.
     *
     * @param voice whether audio is a voice note
     */
    public Mono<MessageView> use(List<FilePart> parts, boolean voice, Function<List<NewFile>, Mono<MessageView>> use) {
        if (parts.size() > properties.perMessage()) {
            return Mono.error(
                    new BadInput("A message may have %d attachments at most".formatted(properties.perMessage())));
        }
        List<NewFile> stored = new ArrayList<>();
        return Flux.fromIterable(parts)
                .concatMap(part -> store(part, voice).doOnNext(stored::add))
                .then(Mono.defer(() -> use.apply(stored)))
                .onErrorResume(failure -> discard(stored).then(Mono.error(failure)))
                .delayUntil(message -> discard(notOf(message, stored)));
    }

    private static List<NewFile> notOf(MessageView message, List<NewFile> stored) {
        Set<String> kept = message.attachments().stream()
                .map(AttachmentView::fileKey)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return stored.stream().filter(file -> !kept.contains(file.fileKey())).toList();
    }

    private Mono<NewFile> store(FilePart part, boolean voice) {
        String name = FileNames.safe(part.filename());
        MediaType type = typeOf(part, name);
        ImageHeader header = new ImageHeader();
        Flux<DataBuffer> bytes = limited(part.content()).doOnNext(header::read);
        return files.write(new FileToStore(name, type.toString(), bytes)).map(stored -> {
            MediaKind kind = kindOf(type, voice);
            Optional<ImageHeader.Size> size = kind == MediaKind.IMAGE ? header.size() : Optional.empty();
            return new NewFile(
                    stored.key(),
                    name,
                    stored.mediaType(),
                    stored.sizeBytes(),
                    kind,
                    size.map(ImageHeader.Size::width).orElse(null),
                    size.map(ImageHeader.Size::height).orElse(null));
        });
    }

    private Mono<Void> discard(List<NewFile> stored) {
        return Flux.fromIterable(stored)
                .concatMap(file -> files.delete(file.fileKey()).onErrorComplete())
                .then();
    }

    private Flux<DataBuffer> limited(Flux<DataBuffer> content) {
        long limit = properties.maxSize().toBytes();
        AtomicLong sofar = new AtomicLong();
        return content.map(buffer -> {
            if (sofar.addAndGet(buffer.readableByteCount()) > limit) {
                DataBufferUtils.release(buffer);
                throw new TooLarge("An attachment may have %d MB at most"
                        .formatted(properties.maxSize().toMegabytes()));
            }
            return buffer;
        });
    }

    /** Many clients name no type, or one that says nothing: then the file's ending decides. */
    private static MediaType typeOf(FilePart part, String name) {
        MediaType given = part.headers().getContentType();
        if (given != null && given.isConcrete() && !given.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM)) {
            return given;
        }
        return MediaTypeFactory.getMediaType(name).orElse(MediaType.APPLICATION_OCTET_STREAM);
    }

    private static MediaKind kindOf(MediaType type, boolean voice) {
        if (PICTURES.contains(type.getType() + "/" + type.getSubtype())) {
            return MediaKind.IMAGE;
        }
        return switch (type.getType()) {
            case "audio" -> voice ? MediaKind.VOICE : MediaKind.AUDIO;
            case "video" -> MediaKind.VIDEO;
            default -> MediaKind.DOCUMENT;
        };
    }
}
