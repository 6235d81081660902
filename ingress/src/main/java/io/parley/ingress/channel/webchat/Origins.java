package io.parley.ingress.channel.webchat;

import io.parley.contract.inbox.WebchatChannel;
import io.parley.ingress.problem.IngressFailure.OriginNotAllowed;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Which pages may show an inbox's widget. */
@Component
class Origins {

    private final String own;

    Origins(@Value("${parley.frontend-url:${FRONTEND_URL:http://localhost:3000}}") URI frontendUrl) {
        this.own = originOf(frontendUrl);
    }

    /** The page itself: it must be allowed, and says so by its origin or, where browsers send none, its referrer. */
    void checkPage(WebchatChannel inbox, HttpHeaders headers) {
        String origin = headers.getOrigin() == null ? headers.getFirst(HttpHeaders.REFERER) : headers.getOrigin();
        boolean unknown = origin == null || origin.equals("null");
        if (unknown ? !inbox.allowedDomains().isEmpty() : !isAllowed(inbox, origin)) {
            throw new OriginNotAllowed();
        }
    }

    /** What has a visitor's token already: programs send no origin. */
    void check(WebchatChannel inbox, HttpHeaders headers) {
        String origin = headers.getOrigin();
        if (origin != null && !isAllowed(inbox, origin)) {
            throw new OriginNotAllowed();
        }
    }

    /** The sources of {@code frame-ancestors}. */
    String ancestors(WebchatChannel inbox) {
        if (inbox.allowedDomains().isEmpty()) {
            return "*";
        }
        StringBuilder sources = new StringBuilder("'self'");
        inbox.allowedDomains().stream()
                .map(Origins::bare)
                .filter(it -> it.matches("[a-z0-9.*:_-]+"))
                // a host without a port is that host on any
                .map(it -> it.contains(":") ? it : it + ":*")
                .forEach(it -> sources.append(" http://")
                        .append(it)
                        .append(" https://")
                        .append(it));
        return sources.toString();
    }

    boolean isAllowed(WebchatChannel inbox, String origin) {
        URI uri;
        try {
            uri = URI.create(origin);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (uri.getHost() == null) {
            return inbox.allowedDomains().isEmpty();
        }
        return inbox.allowedDomains().isEmpty()
                || originOf(uri).equals(own)
                || inbox.allowedDomains().stream().anyMatch(domain -> matches(bare(domain), uri));
    }

    /**
     * {@code shop.example} is that host on any port, {@code shop.example:8080} on one, {@code *.shop.example} all
     * below.
     */
    private static boolean matches(String domain, URI origin) {
        String host = origin.getHost().toLowerCase(Locale.ROOT);
        int colon = domain.lastIndexOf(':');
        if (colon > 0 && !domain.substring(colon + 1).equals(Integer.toString(origin.getPort()))) {
            return false;
        }
        String name = colon > 0 ? domain.substring(0, colon) : domain;
        return name.equals("*") || (name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name));
    }

    private static String bare(@Nullable String domain) {
        return domain == null
                ? ""
                : domain.strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceFirst("^https?://", "")
                        .replaceFirst("/.*$", "");
    }

    private static String originOf(URI uri) {
        return (uri.getScheme() + "://" + uri.getAuthority()).toLowerCase(Locale.ROOT);
    }
}
