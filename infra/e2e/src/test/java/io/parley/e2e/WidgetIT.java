package io.parley.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The widget in a browser on a page of another origin: what a visitor sees and does, and what the agents get of it. */
class WidgetIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** One pixel. */
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static final SharedHub SHARED = SharedHub.get();
    private static final Api AGENT = SHARED.administrator;
    private static final Site SITE = new Site(SHARED.hub.baseUrl());

    @AfterAll
    static void closeSite() {
        SITE.close();
    }

    @Test
    void visitorAndAgentTalkAndAReloadKeepsWhatWasSaid() {
        JsonNode inbox = inbox("talk", Map.of("welcome_title", "Hello there", "widget_color", "#2f7d5b"));
        try (Browser browser = Browser.desktop()) {
            Page page = browser.open(SITE.page(tokenOf(inbox), Map.of()));
            FrameLocator panel = open(page);
            assertThat(panel.locator(".welcome .title")).hasText("Hello there");

            write(panel, "Do you deliver on Saturdays? See <b>this</b> https://shop.example/saturday");
            int conversation = conversationOf(inbox);
            assertThat(panel.locator(".mine .balloon a")).hasAttribute("href", "https://shop.example/saturday");
            assertThat(panel.locator(".mine .balloon b")).hasCount(0);

            typing(conversation, "on");
            assertThat(panel.locator(".typing")).isVisible();
            AGENT.reply(conversation, "We **do**, until noon.");
            assertThat(panel.locator(".theirs .balloon strong")).hasText("do");
            assertThat(panel.locator(".typing")).hasCount(0);
            awaitStatus(conversation, "We **do**, until noon.", "read");

            AGENT.post("/api/v1/accounts/1/conversations/" + conversation + "/update_last_seen", Map.of())
                    .require(200);
            assertThat(panel.locator(".mine .ticks.read")).isVisible();

            panel.locator("input[type=file]").setInputFiles(new FilePayload("plant.png", "image/png", PICTURE));
            assertThat(panel.locator(".mine .picture img")).isVisible();
            await().atMost(LIMIT).until(() -> fileNames(conversation).equals(List.of("plant.png")));
            panel.locator("input[type=file]")
                    .setInputFiles(new FilePayload("virus.exe", "application/x-msdownload", PICTURE));
            assertThat(panel.locator(".notice")).containsText("virus.exe");

            page.reload();
            FrameLocator again = open(page);
            assertThat(again.locator(".message[data-message-id]")).hasCount(3);
            assertThat(again.locator(".theirs .balloon strong")).hasText("do");
            assertThat(again.locator(".mine .picture img")).isVisible();
            Browser.picture(page, "widget-desktop");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void losesNothingAndDoublesNothingWhenTheConnectionIsCut() {
        JsonNode inbox = inbox("cut", Map.of());
        try (Browser browser = Browser.desktop()) {
            // The hub takes the first message, but its answer is lost on the way.
            AtomicInteger sent = new AtomicInteger();
            browser.context().route("**/widget/messages", route -> {
                if (sent.getAndIncrement() == 0) {
                    route.fetch();
                    route.abort();
                } else {
                    route.resume();
                }
            });
            Page page = browser.open(SITE.page(tokenOf(inbox), Map.of()));
            FrameLocator panel = open(page);
            write(panel, "before the cut");
            int conversation = conversationOf(inbox);
            assertThat(panel.locator(".message.mine[data-message-id]")).hasCount(1);

            browser.context().setOffline(true);
            for (int each = 1; each <= 3; each++) {
                write(panel, "typed offline " + each);
                AGENT.reply(conversation, "said meanwhile " + each);
            }
            assertThat(panel.locator(".offline")).isVisible();
            assertThat(panel.locator(".waiting")).hasCount(3);
            browser.context().setOffline(false);

            assertThat(panel.locator(".message.mine[data-message-id]")).hasCount(4);
            assertThat(panel.locator(".message.theirs[data-message-id]")).hasCount(3);
            assertThat(panel.locator(".waiting")).hasCount(0);
            assertThat(panel.locator(".offline")).hasCount(0);
            List<String> typed = Stream.concat(
                            Stream.of("before the cut"),
                            IntStream.rangeClosed(1, 3).mapToObj(it -> "typed offline " + it))
                    .toList();
            assertThat(panel.locator(".message.mine .balloon").allTextContents())
                    .isEqualTo(typed);
            assertThat(panel.locator(".message.theirs[data-message-id] .balloon")
                            .allTextContents())
                    .containsExactly("said meanwhile 1", "said meanwhile 2", "said meanwhile 3");
            assertThat(AGENT.messages(conversation).stream()
                            .filter(it -> it.path("message_type").asInt() == 0)
                            .map(it -> it.path("content").asText()))
                    .isEqualTo(typed);
        }
    }

    @Test
    void sendsAfterAReloadWhatWasTypedOffline() {
        JsonNode inbox = inbox("reload", Map.of());
        try (Browser browser = Browser.desktop()) {
            AtomicInteger refused = new AtomicInteger();
            browser.context().route("**/widget/messages", route -> {
                refused.incrementAndGet();
                route.fulfill(new Route.FulfillOptions().setStatus(503).setHeaders(Map.of("Retry-After", "600")));
            });
            Page page = browser.open(SITE.page(tokenOf(inbox), Map.of()));
            write(open(page), "typed before the page went");
            await().atMost(LIMIT).until(() -> refused.get() > 0);

            browser.context().unroute("**/widget/messages");
            page.reload();

            assertThat(open(page).locator(".message.mine[data-message-id] .balloon"))
                    .hasText("typed before the page went");
            assertThat(AGENT.messages(conversationOf(inbox)).stream()
                            .filter(it -> it.path("message_type").asInt() == 0))
                    .hasSize(1);
        }
    }

    @Test
    void believesAVisitorWithARightHashAndNoOther() {
        JsonNode inbox = inbox("hmac", Map.of("hmac_mandatory", true));
        try (Browser browser = Browser.desktop()) {
            Page page = browser.open(SITE.page(tokenOf(inbox), Map.of()));
            FrameLocator panel = open(page);

            page.evaluate("$chatwoot.setUser('ana-1', { name: 'Ana', identifier_hash: 'wrong' })");
            page.waitForFunction(
                    "heard.some(it => it.name === 'error' && it.detail.problem === 'identifier-hash-mismatch')");
            write(panel, "I say I am Ana");
            int conversation = conversationOf(inbox);
            assertThat(contactOf(conversation).path("identifier").asText("")).isNotEqualTo("ana-1");

            String hash = hmac(inbox.path("hmac_token").asText(), "ana-1");
            identify(page, hash);
            write(panel, "I am Ana");
            assertThat(panel.locator(".message.mine[data-message-id]")).hasCount(2);
            assertThat(newest(inbox)).isEqualTo(conversation);
            assertThat(contactOf(conversation).path("identifier").asText("")).isEqualTo("ana-1");

            try (Browser another = Browser.desktop()) {
                Page elsewhere = another.open(SITE.page(tokenOf(inbox), Map.of()));
                FrameLocator hers = open(elsewhere);
                identify(elsewhere, hash);
                assertThat(hers.locator(".message.mine[data-message-id] .balloon")
                                .last())
                        .hasText("I am Ana");
            }
        }
    }

    @Test
    void isRefusedOnAPageThatIsNotAllowed() {
        JsonNode inbox = inbox("blocked", Map.of("allowed_domains", List.of("shop.example")));
        JsonNode allowed = inbox("allowed", Map.of("allowed_domains", List.of("shop.example", SITE.domain())));
        try (Browser browser = Browser.desktop()) {
            Page page = browser.open(SITE.page(tokenOf(inbox), Map.of()));
            page.waitForFunction(
                    "() => heard.some(it => it.name === 'error' && it.detail.problem === 'origin-not-allowed')");
            assertThat(page.locator("#parley-widget")).hasCount(0);
            browser.complaints();

            browser.open(SITE.thief(tokenOf(inbox)));
            await().atMost(LIMIT).until(() -> browser.complaints().toString(), it -> it.contains("frame-ancestors"));

            assertThat(open(browser.open(SITE.page(tokenOf(allowed), Map.of()))).locator("textarea"))
                    .isVisible();
        }
    }

    @Test
    void fillsAPhoneAndSpeaksPortuguese() {
        JsonNode inbox = inbox("phone", Map.of("widget_color", "#7c3aed", "widget_locale", "en"));
        try (Browser browser = Browser.phone()) {
            Page page = browser.open(SITE.page(tokenOf(inbox), Map.of("locale", "pt_BR", "position", "left")));
            FrameLocator panel = open(page);
            assertThat(panel.getByRole(AriaRole.BUTTON, button("Enviar"))).isVisible();
            assertThat(panel.locator(".promise")).containsText("Costuma responder em alguns minutos");
            page.waitForFunction("() => document.querySelector('#parley-widget').shadowRoot"
                    + ".querySelector('.panel').getAnimations().length === 0");
            BoundingBox box = page.locator("#parley-widget iframe").boundingBox();
            assertThat(List.of(box.x, box.y, box.width, box.height)).containsExactly(0.0, 0.0, 360.0, 780.0);

            panel.locator("textarea").tap();
            assertThat(panel.locator("textarea")).isFocused();
            panel.locator("textarea").fill("Bom dia!");
            panel.getByRole(AriaRole.BUTTON, button("Enviar")).tap();
            AGENT.reply(conversationOf(inbox), "Bom dia! Como posso ajudar?");
            assertThat(panel.locator(".theirs .balloon").last()).hasText("Bom dia! Como posso ajudar?");
            Browser.picture(page, "widget-phone");

            panel.getByRole(AriaRole.BUTTON, button("Fechar o chat")).tap();
            assertThat(page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Abrir o chat")))
                    .isVisible();
            AGENT.reply(conversationOf(inbox), "Ainda está aí?");
            assertThat(page.getByRole(
                            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Abrir o chat, 1 mensagem não lida")))
                    .isVisible();
            assertThat(page.locator("#parley-widget .said")).hasText("Ainda está aí?");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static JsonNode inbox(String name, Map<String, ?> channel) {
        Map<String, Object> settings = new HashMap<>(channel);
        settings.put("type", "web_widget");
        settings.put("website_url", "https://shop.example");
        return AGENT.post("/api/v1/accounts/1/inboxes", Map.of("name", "widget-" + name, "channel", settings))
                .require(200);
    }

    private static String tokenOf(JsonNode inbox) {
        return inbox.path("website_token").asText();
    }

    private static void identify(Page page, String hash) {
        page.evaluate("hash => $chatwoot.setUser('ana-1', { name: 'Ana', identifier_hash: hash })", hash);
    }

    private static FrameLocator open(Page page) {
        page.locator("#parley-widget .bubble").click();
        FrameLocator panel = page.frameLocator("#parley-widget iframe");
        panel.locator("textarea").waitFor(new Locator.WaitForOptions().setTimeout(LIMIT.toMillis()));
        return panel;
    }

    private static void write(FrameLocator panel, String text) {
        // a frame of another origin gets keys only once the browser has given it the focus
        panel.locator("textarea").click();
        assertThat(panel.locator("textarea")).isFocused();
        panel.locator("textarea").fill(text);
        panel.locator("textarea").press("Enter");
    }

    private static FrameLocator.GetByRoleOptions button(String name) {
        return new FrameLocator.GetByRoleOptions().setName(name).setExact(true);
    }

    private static int conversationOf(JsonNode inbox) {
        return await().atMost(LIMIT).until(() -> newest(inbox), it -> it > 0);
    }

    private static int newest(JsonNode inbox) {
        return AGENT.conversations().stream()
                .filter(it -> it.path("inbox_id").asInt() == inbox.path("id").asInt())
                .mapToInt(it -> it.path("id").asInt())
                .max()
                .orElse(0);
    }

    private static void typing(int conversation, String status) {
        AGENT.post(
                        "/api/v1/accounts/1/conversations/" + conversation + "/toggle_typing_status",
                        Map.of("typing_status", status))
                .require(200);
    }

    private static void awaitStatus(int conversation, String content, String status) {
        await().atMost(LIMIT)
                .until(() -> AGENT.messages(conversation).stream()
                        .anyMatch(it -> it.path("content").asText().equals(content)
                                && it.path("status").asText().equals(status)));
    }

    private static List<String> fileNames(int conversation) {
        return AGENT.messages(conversation).stream()
                .flatMap(it -> it.path("attachments").valueStream())
                .map(it -> it.path("file_name").asText())
                .toList();
    }

    private static JsonNode contactOf(int conversation) {
        return AGENT.get("/api/v1/accounts/1/conversations/" + conversation)
                .require(200)
                .path("meta")
                .path("sender");
    }

    private static String hmac(String key, String identifier) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(identifier.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
