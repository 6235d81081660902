package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.evolution.simulator.StoredMessage.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the file of a send, as base64 or from where it lies, with Evolution's rules for either. */
final class Media {

    /** A dotted name or an address: {@code localhost}, {@code minio} and names with an underscore are refused. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+|\\[[0-9a-fA-F:]+]");

    private Media() {}

    static File take(JsonNode body, String property, String usualType, String extension) {
        String given = body.path(property).asText();
        URI url = url(given);
        byte[] bytes = url == null ? decode(given) : fetch(url);
        String name = Json.text(body.path("fileName"), url == null ? "file" + extension : lastSegment(url, extension));
        String guessed = URLConnection.guessContentTypeFromName(name);
        return new File(bytes, Json.text(body.path("mimetype"), guessed == null ? usualType : guessed), name);
    }

    static boolean isUrl(String given) {
        return url(given) != null;
    }

    private static @Nullable URI url(String given) {
        try {
            URI uri = URI.create(given);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && HOST.matcher(uri.getHost()).matches() ? uri : null;
        } catch (IllegalArgumentException notAUrl) {
            return null;
        }
    }

    /** Plain base64 only: no prefix, no line breaks, with its padding. */
    private static byte[] decode(String given) {
        try {
            if (!given.isEmpty() && given.length() % 4 == 0) {
                return Base64.getDecoder().decode(given);
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, as an empty text is
        }
        throw ApiError.badRequest("Owned media must be a url or base64");
    }

    private static byte[] fetch(URI url) {
        try (HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw ApiError.internal("AxiosError: Request failed with status code " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException unreachable) {
            throw ApiError.internal("AxiosError: " + unreachable.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ApiError.internal("AxiosError: aborted");
        }
    }

    private static String lastSegment(URI url, String extension) {
        String path = url.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? "file" + extension : name;
    }
}
