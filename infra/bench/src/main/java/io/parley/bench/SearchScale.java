package io.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.Labelled.Query;
import io.parley.e2e.Api;
import io.parley.e2e.Hub;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Search and lists of an account with many messages, asked over HTTP as a browser asks, and what the indexes take. The
 * labelled texts go through the embedder; the many are pairs of them, see {@link ManyMessages}.
 */
final class SearchScale {

    static final int MESSAGES = 1_000_000;

    private static final int WARM = 20;
    private static final int ASKED = 150;

    void run(int messages) {
        Map<String, String> settings = Bench.isolated("searchscale");
        Database database = new Database(settings);
        try (Hub hub = Hub.start("bench-search-scale", settings, Map.of())) {
            Api api = Api.administratorOf(hub);
            ManyMessages many = new ManyMessages(database);
            System.out.printf("embedding        %8.0f rows/s   the labelled texts, one thread%n", many.embedLabelled());
            many.fill(messages);
            sizes(many, messages);
            latencies(api, database);
            System.out.printf(
                    "hub's memory     %8.0f MB      resident, its model loaded%n", Resident.megabytes(hub.pid()));
        }
    }

    private static void sizes(ManyMessages many, int messages) {
        System.out.printf("%n%-34s %10s %14s%n", "on disk", "MB", "MB a million");
        many.sizes()
                .forEach((what, bytes) ->
                        System.out.printf("%-34s %10.0f %14.0f%n", what, bytes / 1e6, bytes / (double) messages));
    }

    private static void latencies(Api api, Database database) {
        List<Query> queries = Labelled.queries();
        long small = database.number("SELECT max(id) FROM inboxes");
        System.out.printf(
                "%n%-38s %8s %8s %8s   %d each, one after the other%n",
                "over HTTP", "p50 ms", "p95 ms", "max ms", ASKED);
        IntFunction<String> query =
                at -> "q=" + encoded(queries.get(at % queries.size()).text());
        measured(api, "search, everything", at -> "search?" + query.apply(at));
        measured(api, "search, messages", at -> "search/messages?" + query.apply(at));
        measured(api, "search, messages, page 3", at -> "search/messages?page=3&" + query.apply(at));
        measured(
                api,
                "search, messages of a small inbox",
                at -> "search/messages?inbox_id=" + small + "&" + query.apply(at));
        measured(api, "search, messages of open conversations", at -> "search/messages?status=open&" + query.apply(at));
        measured(api, "search, contacts by name", at -> "search/contacts?q=" + encoded("Contact " + at * 7));
        measured(api, "open conversations, first page", at -> "conversations?status=open");
        measured(api, "open conversations, page 100", at -> "conversations?status=open&page=100");
        measured(api, "all conversations, page 10", at -> "conversations?status=all&page=10");
        measured(api, "contacts, page 10", at -> "contacts?page=10&sort=-last_activity_at");
        List<Integer> open = openConversations(api);
        IntFunction<String> conversation = at -> "conversations/" + open.get(at % open.size());
        measured(api, "messages of a conversation", at -> conversation.apply(at) + "/messages");
        measured(api, "similar conversations", at -> conversation.apply(at) + "/similar");
        measured(api, "suggested replies", at -> conversation.apply(at) + "/suggestions");
    }

    private static List<Integer> openConversations(Api api) {
        List<Integer> open = new ArrayList<>();
        for (int page = 1; page <= 4; page++) {
            for (JsonNode each : get(api, "conversations?status=open&page=" + page)
                    .path("data")
                    .path("payload")) {
                open.add(each.path("id").asInt());
            }
        }
        return open;
    }

    private static void measured(Api api, String what, IntFunction<String> path) {
        for (int at = 0; at < WARM; at++) {
            get(api, path.apply(at));
        }
        List<Long> nanos = new ArrayList<>();
        for (int at = 0; at < ASKED; at++) {
            long begin = System.nanoTime();
            get(api, path.apply(at));
            nanos.add(System.nanoTime() - begin);
        }
        Percentiles latencies = Percentiles.of(nanos);
        System.out.printf("%-38s %8.1f %8.1f %8.1f%n", what, latencies.at(50), latencies.at(95), latencies.at(100));
    }

    private static JsonNode get(Api api, String path) {
        return api.get("/api/v1/accounts/1/" + path).require(200);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
