package io.parley.evolution.simulator;

import io.parley.evolution.simulator.Incoming.MediaKind;
import io.parley.evolution.simulator.StoredMessage.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Files for those who have none at hand: small, real, one of each kind. */
final class Samples {

    private Samples() {}

    /** The given bytes, or the sample of this kind; what is not said is as usual for the kind. */
    static File file(
            MediaKind kind, @Nullable String base64, @Nullable String mimetype, @Nullable String name, String id) {
        Sample sample = sample(kind);
        byte[] bytes = base64 == null
                ? read(sample.resource)
                : Base64.getMimeDecoder()
                        .decode(base64.substring(base64.startsWith("data:") ? base64.indexOf(',') + 1 : 0));
        return new File(
                bytes,
                mimetype == null ? sample.mimetype : mimetype,
                name == null ? id + sample.resource.substring(sample.resource.lastIndexOf('.')) : name);
    }

    private static Sample sample(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> new Sample("sample.jpeg", "image/jpeg");
            case VIDEO -> new Sample("sample.mp4", "video/mp4");
            case AUDIO, VOICE -> new Sample("sample.ogg", "audio/ogg; codecs=opus");
            case DOCUMENT -> new Sample("sample.pdf", "application/pdf");
            case STICKER -> new Sample("sample.webp", "image/webp");
        };
    }

    private static byte[] read(String resource) {
        try (InputStream in = Samples.class.getResourceAsStream("/samples/" + resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no sample of this kind: give base64");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private record Sample(String resource, String mimetype) {}
}
