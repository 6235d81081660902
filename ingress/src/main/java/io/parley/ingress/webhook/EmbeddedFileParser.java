package io.parley.ingress.webhook;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import io.parley.ingress.channel.EmbeddedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Lets the tree of a webhook be built without the media in it: the text of {@code message.base64} is decoded straight
 * into a file, piece by piece, and stands in the tree as an {@link EmbeddedFile}.
 */
final class EmbeddedFileParser extends JsonParserDelegate {

    private static final Base64Variant LENIENT =
            Base64Variants.MIME_NO_LINEFEEDS.withReadPadding(Base64Variant.PaddingReadBehaviour.PADDING_ALLOWED);

    private final @Nullable WebhookBody files;
    private @Nullable JsonToken instead;
    private @Nullable EmbeddedFile file;

    private EmbeddedFileParser(JsonParser json, @Nullable WebhookBody files) {
        super(json);
        this.files = files;
    }

    /** Puts what it finds into files that live as long as the body. */
    static EmbeddedFileParser decoding(JsonParser json, WebhookBody files) {
        return new EmbeddedFileParser(json, files);
    }

    /** Reads over media without looking at it; {@code null} stands in its place. */
    static EmbeddedFileParser skipping(JsonParser json) {
        return new EmbeddedFileParser(json, null);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        instead = null;
        JsonToken token = super.nextToken();
        if (token == JsonToken.VALUE_STRING && isMessageBase64(getParsingContext())) {
            instead = files == null ? JsonToken.VALUE_NULL : decode(files);
            return instead;
        }
        return token;
    }

    @Override
    public @Nullable JsonToken currentToken() {
        return instead == null ? super.currentToken() : instead;
    }

    @Override
    public int currentTokenId() {
        return instead == null ? super.currentTokenId() : instead.id();
    }

    @Override
    public @Nullable Object getEmbeddedObject() throws IOException {
        return instead == null ? super.getEmbeddedObject() : file;
    }

    private static boolean isMessageBase64(JsonStreamContext context) {
        return "base64".equals(context.getCurrentName())
                && context.getParent() != null
                && "message".equals(context.getParent().getCurrentName());
    }

    private JsonToken decode(WebhookBody into) throws IOException {
        Path path = into.newFile();
        try (OutputStream out = Files.newOutputStream(path)) {
            file = new EmbeddedFile(path, delegate.readBinaryValue(LENIENT, out));
        }
        return JsonToken.VALUE_EMBEDDED_OBJECT;
    }
}
