package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** A refusal in Evolution's own shape: {@code {"status":…,"error":…,"response":{"message":…}}}. */
final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final transient JsonNode message;

    private ApiError(int status, String error, JsonNode message) {
        super(status + " " + message, null, false, false);
        this.status = status;
        this.error = error;
        this.message = message;
    }

    static ApiError badRequest(String message) {
        return new ApiError(400, "Bad Request", Json.array(message));
    }

    /** The JSON schema's complaints, which come nested. */
    static ApiError schema(String... complaints) {
        return new ApiError(400, "Bad Request", Json.array().add(Json.array(complaints)));
    }

    static ApiError notOnWhatsApp(String jid, String number) {
        return new ApiError(
                400,
                "Bad Request",
                Json.array()
                        .add(Json.object().put("jid", jid).put("exists", false).put("number", number)));
    }

    static ApiError malformed(String message) {
        return new ApiError(400, "Internal Server Error", new TextNode(message));
    }

    static ApiError unauthorized() {
        return new ApiError(401, "Unauthorized", new TextNode("Unauthorized"));
    }

    static ApiError forbidden(String message) {
        return new ApiError(403, "Forbidden", Json.array(message));
    }

    static ApiError notFound(String... messages) {
        return new ApiError(404, "Not Found", Json.array(messages));
    }

    static ApiError internal(String message) {
        return new ApiError(500, "Internal Server Error", new TextNode(message));
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        ObjectNode body = Json.object().put("status", status).put("error", error);
        body.putObject("response").set("message", message);
        return body;
    }
}
