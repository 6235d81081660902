package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/** Reads requests and writes answers. */
final class Bodies {

    private Bodies() {}

    static ObjectNode json(Context ctx) {
        String text = ctx.body();
        if (text.isBlank()) {
            return Json.object();
        }
        try {
            JsonNode node = Json.read(text);
            return node instanceof ObjectNode object ? object : Json.object();
        } catch (IllegalArgumentException malformed) {
            throw ApiError.malformed(String.valueOf(malformed.getMessage()));
        }
    }

    /** A send whose file comes as a part: then every other part is text. */
    static ObjectNode multipart(Context ctx, String fileProperty) {
        ObjectNode body = Json.object();
        ctx.formParamMap().forEach((name, values) -> values.stream().findFirst().ifPresent(it -> body.put(name, it)));
        UploadedFile file = ctx.uploadedFile("file");
        if (file != null) {
            try (InputStream content = file.content()) {
                body.put(fileProperty, Base64.getEncoder().encodeToString(content.readAllBytes()));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            if (!body.has("fileName")) {
                body.put("fileName", file.filename());
            }
        }
        return body;
    }

    static void answer(Context ctx, int status, JsonNode body) {
        ctx.status(status).contentType("application/json; charset=utf-8").result(Json.write(body));
    }
}
