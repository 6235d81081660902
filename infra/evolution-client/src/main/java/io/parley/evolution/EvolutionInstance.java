package io.parley.evolution;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/**
 * Where one WhatsApp number is served, and with which key; the key never appears in its text form.
 *
 * @param baseUrl Evolution's address, with or without a path, with or without a trailing slash
 * @param apiKey the global key or the instance's own token
 * @param instance the instance's name (not its id)
 */
public record EvolutionInstance(URI baseUrl, String apiKey, String instance) {

    public EvolutionInstance {
        String scheme = baseUrl.getScheme();
        if (baseUrl.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new IllegalArgumentException("the address of Evolution API must be an http or https URL");
        }
        if (baseUrl.getUserInfo() != null || baseUrl.getQuery() != null || baseUrl.getFragment() != null) {
            throw new IllegalArgumentException("the address of Evolution API must be plain: scheme, host, port, path");
        }
        if (apiKey.isBlank() || apiKey.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the key of Evolution API must be one line, not blank");
        }
        if (instance.isBlank()) {
            throw new IllegalArgumentException("the name of the instance must not be blank");
        }
    }

    /** An absolute address below the base; {@code %s} in the path takes the encoded instance name. */
    URI resolve(String path) {
        String base = baseUrl.toString().replaceFirst("/+$", "");
        return URI.create(base + path.replace("%s", UriUtils.encode(instance, StandardCharsets.UTF_8)));
    }

    /** The text without the key, should a server or a library have put it there. */
    String redact(String text) {
        return text.replace(apiKey, "***");
    }

    @Override
    public String toString() {
        return "EvolutionInstance[baseUrl=" + baseUrl + ", instance=" + instance + "]";
    }
}
