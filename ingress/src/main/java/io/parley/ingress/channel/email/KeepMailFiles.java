package io.parley.ingress.channel.email;

import io.parley.contract.message.MessageContent.Media;
import io.parley.contract.message.MessageContent.MediaKind;
import io.parley.ingress.channel.email.ReadMail.MailFile;
import io.parley.ingress.problem.IngressFailure;
import io.parley.ingress.problem.IngressFailure.FilesNotKept;
import io.parley.runtime.files.FileStore;
import io.parley.runtime.files.FileToStore;
import io.parley.runtime.files.StoredFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Puts a mail's files, long HTML, and the mail itself where it could not be read whole, into the file store. Nobody can
 * be asked for them again, so a store that fails fails the mail, which then comes once more.
 */
@Component
class KeepMailFiles {

    /** In UTF-16 units: longer HTML would make records that brokers refuse. */
    private static final int INLINE_HTML = 60_000;

    /** Pictures in the text that are no logos are worth showing where nobody sees the HTML. */
    private static final int NO_LOGO_BYTES = 30 * 1024;

    private static final int BUFFER_BYTES = 256 * 1024;

    private final FileStore files;

    KeepMailFiles(FileStore files) {
        this.files = files;
    }

    Mono<KeptFiles> keep(ReadMail mail, byte[] raw) {
        return Flux.fromIterable(mail.files())
                .concatMap(file ->
                        write(file.name(), file.mediaType(), file.bytes()).map(stored -> new Kept(file, stored)))
                .collectList()
                .flatMap(kept ->
                        html(mail).zipWith(raw(mail, raw), (html, original) -> files(mail, kept, html, original)))
                .onErrorMap(failure -> !(failure instanceof IngressFailure), FilesNotKept::new);
    }

    /** The key, or nothing where HTML is short or missing. */
    private Mono<String> html(ReadMail mail) {
        String html = mail.html();
        return html == null || html.length() <= INLINE_HTML
                ? Mono.just("")
                : write("mail.html", "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
                        .map(StoredFile::key);
    }

    private Mono<String> raw(ReadMail mail, byte[] raw) {
        return mail.complete()
                ? Mono.just("")
                : write("mail.eml", "message/rfc822", raw).map(StoredFile::key);
    }

    private Mono<StoredFile> write(String name, String mediaType, byte[] bytes) {
        return files.write(new FileToStore(name, mediaType, buffers(bytes)));
    }

    private static Flux<DataBuffer> buffers(byte[] bytes) {
        int count = Math.max(1, (bytes.length + BUFFER_BYTES - 1) / BUFFER_BYTES);
        return Flux.range(0, count).map(index -> {
            int from = index * BUFFER_BYTES;
            int length = Math.min(BUFFER_BYTES, bytes.length - from);
            return DefaultDataBufferFactory.sharedInstance.wrap(
                    ByteBuffer.wrap(bytes, from, length).slice());
        });
    }

    private static KeptFiles files(ReadMail mail, List<Kept> kept, String htmlKey, String rawKey) {
        List<Media> attachments = new ArrayList<>();
        Map<String, String> inline = new HashMap<>();
        for (Kept file : kept) {
            if (isShownBy(mail, file.file())) {
                inline.put(
                        String.valueOf(file.file().contentId()), file.stored().key());
                if (file.file().bytes().length < NO_LOGO_BYTES) {
                    continue;
                }
            }
            attachments.add(media(file.file().name(), file.stored()));
        }
        if (!rawKey.isEmpty()) {
            attachments.add(
                    new Media(MediaKind.DOCUMENT, rawKey, null, null, "message/rfc822", null, "mail.eml", null, null));
        }
        return new KeptFiles(
                attachments,
                inline,
                htmlKey.isEmpty() ? mail.html() : null,
                htmlKey.isEmpty() ? null : htmlKey,
                rawKey.isEmpty() ? null : rawKey);
    }

    private static boolean isShownBy(ReadMail mail, MailFile file) {
        return mail.html() != null && file.contentId() != null && mail.html().contains("cid:" + file.contentId());
    }

    private static Media media(String name, StoredFile stored) {
        return new Media(
                kind(stored.mediaType()),
                stored.key(),
                null,
                null,
                stored.mediaType(),
                stored.sizeBytes(),
                name,
                null,
                null);
    }

    private static MediaKind kind(String mediaType) {
        if (mediaType.startsWith("image/")) {
            return MediaKind.IMAGE;
        }
        if (mediaType.startsWith("audio/")) {
            return MediaKind.AUDIO;
        }
        return mediaType.startsWith("video/") ? MediaKind.VIDEO : MediaKind.DOCUMENT;
    }

    private record Kept(MailFile file, StoredFile stored) {}
}
