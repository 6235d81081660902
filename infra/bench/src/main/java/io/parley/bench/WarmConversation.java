package io.parley.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.parley.e2e.Api;
import io.parley.e2e.Browser;
import io.parley.e2e.Hub;
import io.parley.e2e.Webhooks;
import io.parley.evolution.simulator.EvolutionSimulator;
import io.parley.evolution.simulator.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long an agent waits for a conversation of the list on the screen, by the clock on the wall: from the click until
 * the browser has painted its newest messages. Browser, hub and servers share this machine, as they do where Parley is
 * tried.
 */
final class WarmConversation {

    private static final double LIMIT_MS = 100;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int TEXTS = 2_000;
    private static final int CONVERSATIONS = 10;
    private static final int REPLIES = 10;
    private static final int ROUNDS = 6;

    /** Somebody reads before they go on, in milliseconds. */
    private static final double READING = 1_000;

    /** The mouse is there a little earlier than its click, in milliseconds. */
    private static final double AIMING = 150;

    /** From now on, {@code opened} is the promise of the milliseconds from the last click to the paint. */
    private static final String WATCH = """
            () => addEventListener('click', click => {
              const newest = () => [...document.querySelectorAll('article[data-message]')].at(-1)?.dataset.message;
              const before = newest();
              window.opened = new Promise(resolve => {
                const look = () => newest() && newest() !== before
                    ? setTimeout(() => resolve(performance.now() - click.timeStamp))
                    : requestAnimationFrame(look);
                requestAnimationFrame(look);
              });
            }, { capture: true })""";

    void run() {
        EvolutionSimulator evolution = EvolutionSimulator.start(Settings.forTests());
        try (Hub hub = Hub.start("bench-console", Bench.isolated("console"), Map.of());
                Browser browser = Browser.desktop()) {
            Api api = Api.administratorOf(hub);
            fill(api, evolution);
            Page page = signIn(browser, hub);
            List<Locator> rows = page.locator("[data-conversation] a").all().subList(0, CONVERSATIONS);
            page.evaluate(WATCH);
            Percentiles first = opened(page, rows, 1);
            Percentiles again = opened(page, rows, ROUNDS);
            System.out.println("from the click to the painted thread, one conversation after the other");
            System.out.printf(
                    "%-24s %8s %10s %10s %12s   limit: %.0f ms%n",
                    "", "openings", "p50 ms", "p95 ms", "p95/limit", LIMIT_MS);
            print("opened for the first time", first);
            print("opened before", again);
        }
        evolution.stop();
    }

    private static void fill(Api api, EvolutionSimulator evolution) {
        JsonNode inbox = api.createWhatsAppInbox("bench", evolution.baseUrl(), evolution.apiKey(), "bench");
        Webhooks webhooks =
                new Webhooks(URI.create(inbox.path("callback_webhook_url").asText()));
        List<Labelled.Said> said = Labelled.messages();
        new Load(api, webhooks)
                .pour(IntStream.range(0, TEXTS)
                        .mapToObj(at -> said.get(at % said.size()).text())
                        .toList());
        await().atMost(LIMIT).until(() -> api.conversations().size(), is -> is >= CONVERSATIONS);
        for (JsonNode each : api.conversations().subList(0, CONVERSATIONS)) {
            for (int reply = 0; reply < REPLIES; reply++) {
                api.reply(each.path("id").asInt(), said.get(reply).text());
            }
        }
    }

    private static Page signIn(Browser browser, Hub hub) {
        Page page = browser.open(hub.baseUrl());
        page.getByLabel("E-mail").fill(Hub.ADMIN_EMAIL);
        page.getByLabel("Password").fill(Hub.ADMIN_PASSWORD);
        page.keyboard().press("Enter");
        page.getByTestId("list").waitFor();
        page.navigate(hub.baseUrl().resolve("/app/inbox/all").toString());
        page.locator("[data-conversation]").nth(CONVERSATIONS).waitFor();
        page.waitForTimeout(READING);
        return page;
    }

    private static Percentiles opened(Page page, List<Locator> rows, int rounds) {
        List<Long> nanos = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Locator row : rows) {
                row.hover();
                page.waitForTimeout(AIMING);
                row.click();
                Number millis = (Number) page.evaluate("() => opened");
                nanos.add(Math.round(millis.doubleValue() * 1e6));
                page.waitForTimeout(READING);
            }
        }
        return Percentiles.of(nanos);
    }

    private static void print(String what, Percentiles waited) {
        System.out.printf(
                "%-24s %8d %10.1f %10.1f %12.2f%n",
                what, waited.nanos().length, waited.at(50), waited.at(95), waited.at(95) / LIMIT_MS);
    }
}
