package io.parley.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A shop's website on an origin and a site of its own: {@code localhost}, where the hub is {@code 127.0.0.1}. Its page
 * has the widget by the snippet that Chatwoot's users have, and notes the widget's events in {@code heard}.
 */
final class Site implements AutoCloseable {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
              <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A shop</title></head>
              <body>
                <h1>A shop</h1>
                <script>
                  window.heard = [];
                  for (const name of ['ready', 'error', 'opened', 'closed', 'on-message']) {
                    addEventListener('chatwoot:' + name, (event) => heard.push({ name, detail: event.detail }));
                  }
                  window.chatwootSettings = SETTINGS;
                </script>
                <script src="HUB/packs/js/sdk.js"></script>
                <script>chatwootSDK.run({ websiteToken: 'TOKEN', baseUrl: 'HUB' });</script>
              </body>
            </html>
            """;

    private static final String FRAMED = """
            <!doctype html><title>A thief</title><iframe src="HUB/widget?website_token=TOKEN"></iframe>
            """;

    private final URI hub;
    private final HttpServer server;

    Site(URI hub) {
        this.hub = hub;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** A page with the widget of an inbox, and the page's settings for it. */
    URI page(String websiteToken, Map<String, ?> settings) {
        try {
            String json = Api.JSON.writeValueAsString(settings);
            return address("/shop?" + websiteToken + "&" + URLEncoder.encode(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A page that frames the panel without the script. */
    URI thief(String websiteToken) {
        return address("/thief?" + websiteToken + "&");
    }

    /** Its host and port, as an inbox's allowed domains have it. */
    String domain() {
        return "localhost:" + server.getAddress().getPort();
    }

    private URI address(String path) {
        return URI.create("http://" + domain() + path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean shop = exchange.getRequestURI().getPath().equals("/shop");
        boolean thief = exchange.getRequestURI().getPath().equals("/thief");
        if (!shop && !thief) {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            return;
        }
        String[] query = exchange.getRequestURI().getQuery().split("&", 2);
        byte[] page = (shop ? PAGE : FRAMED)
                .replace("HUB", hub.toString())
                .replace("TOKEN", query[0])
                .replace("SETTINGS", query[1])
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
