package io.parley.ingress.webhook;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.parley.contract.ContractJson;
import io.parley.ingress.problem.IngressFailure.MalformedBody;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads a webhook's body as JSON, whatever it holds. */
final class WebhookJson {

    private static final ObjectReader READER = ContractJson.mapper().readerFor(JsonNode.class);

    private WebhookJson() {}

    /**
     * Blocks, on memory or on a file. Media in it that is no Base64 is left out: the message is worth more than its
     * file, which can be asked for again.
     *
     * @throws MalformedBody when it is no JSON object
     */
    static JsonNode read(WebhookBody body) throws IOException {
        try (InputStream bytes = body.open();
                JsonParser json = EmbeddedFileParser.decoding(READER.createParser(bytes), body)) {
            return object(READER.readTree(json));
        } catch (JacksonException | IllegalArgumentException e) { // the latter is what Base64 fails with
            return readWithoutFiles(body);
        }
    }

    private static JsonNode readWithoutFiles(WebhookBody body) throws IOException {
        try (InputStream bytes = body.open();
                JsonParser json = EmbeddedFileParser.skipping(READER.createParser(bytes))) {
            return object(READER.readTree(json));
        } catch (JacksonException e) {
            throw new MalformedBody("the body is no JSON object: " + where(e.getLocation()));
        }
    }

    private static JsonNode object(@Nullable JsonNode read) {
        if (read == null || !read.isObject()) {
            throw new MalformedBody("the body is no JSON object: it is something else");
        }
        return read;
    }

    /** The place alone: the parser's own words quote the body. */
    private static String where(@Nullable JsonLocation location) {
        return location == null
                ? "it cannot be read"
                : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
