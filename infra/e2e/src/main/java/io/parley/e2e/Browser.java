package io.parley.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A person's browser: a fresh profile of the machine's Chromium, which starts once for all tests of a thread. It notes
 * what a page complains about, so that a test can demand that there was nothing.
 */
public final class Browser implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-site-isolation-trials", // keys typed into a frame of another process get lost now and then
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--use-fake-device-for-media-stream"); // whoever may record hears beeps

    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private static final List<Path> APPLICATIONS = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

    /** Playwright belongs to the thread that made it. */
    private static final ThreadLocal<com.microsoft.playwright.Browser> CHROMIUM =
            ThreadLocal.withInitial(Browser::launch);

    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    private Browser(BrowserContext context) {
        this.context = context;
        context.setDefaultTimeout(LIMIT.toMillis());
        context.onConsoleMessage(this::note);
        context.onWebError(error -> complaints.add(error.error()));
        context.onRequestFailed(request -> complaints.add(request.url() + ": " + request.failure()));
    }

    public static Browser desktop() {
        return new Browser(CHROMIUM.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(1440, 900)
                        .setLocale("en-US")));
    }

    static Browser phone() {
        return new Browser(CHROMIUM.get()
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(360, 780)
                        .setDeviceScaleFactor(2)
                        .setHasTouch(true)
                        .setIsMobile(true)
                        .setLocale("en-US")));
    }

    /** A new tab at an address, loaded. */
    public Page open(URI address) {
        Page page = context.newPage();
        page.navigate(address.toString());
        return page;
    }

    /** Where requests are changed, permissions given, the network cut. */
    BrowserContext context() {
        return context;
    }

    /** Errors on the console, uncaught exceptions and requests that failed, since the last time this was asked. */
    List<String> complaints() {
        List<String> noted = List.copyOf(complaints);
        complaints.clear();
        return noted;
    }

    /** Pictures of a page, light and dark, as {@code target/screens/<name>-light.png}: for people, never compared. */
    static void picture(Page page, String name) {
        Path folder = Repository.root().resolve("infra/e2e/target/screens");
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.screenshot(new Page.ScreenshotOptions()
                    .setAnimations(ScreenshotAnimations.DISABLED)
                    .setPath(folder.resolve(name + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
        }
    }

    /** Ends the profile with its tabs; Chromium stays for the next. */
    @Override
    public void close() {
        context.close();
    }

    private void note(ConsoleMessage message) {
        if (message.type().equals("error")) {
            complaints.add(message.text());
        }
    }

    private static com.microsoft.playwright.Browser launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT.toMillis()); // five seconds are little on a busy machine
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program())
                        .setArgs(FLAGS));
    }

    private static Path program() {
        Stream<Path> onPath = PROGRAMS.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)));
        return Stream.concat(onPath, APPLICATIONS.stream())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no Chromium found; infra/setup/install.sh --tests gets one"));
    }
}
