package io.parley.evolution.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that speaks Evolution's REST and webhooks, with phones instead of WhatsApp; for trial and tests.
 *
 * <p>Everything that can be done by {@code /_simulator} can be done here as well.
 */
public final class EvolutionSimulator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvolutionSimulator.class);
    private static final long MAX_REQUEST = 136L * 1024 * 1024;

    private final Settings settings;
    private final Timer timer = new Timer("simulator-timer");
    private final Faults faults = new Faults();
    private final Phones phones = new Phones();
    private final Changes changes = new Changes();
    private final Frames frames;
    private final Webhooks webhooks;
    private final Instances instances;
    private final Connections connections;
    private final WhatsApp whatsApp;
    private final InstanceRoutes instanceRoutes;
    private final Javalin app;
    private final URI baseUrl;

    private EvolutionSimulator(Settings settings) {
        Clock clock = Clock.systemUTC();
        this.settings = settings;
        this.frames = new Frames(settings);
        this.webhooks = new Webhooks(settings, clock, timer);
        this.instances = new Instances(settings, phones);
        this.connections = new Connections(settings, instances, webhooks, changes, clock, timer);
        this.whatsApp = new WhatsApp(settings, phones, webhooks, frames, changes, clock, timer);
        Access access = new Access(settings.apiKey(), instances);
        this.instanceRoutes = new InstanceRoutes(settings, instances, access, connections, webhooks, changes, clock);
        this.app = Javalin.create(config -> {
            config.showJavalinBanner = false;
            config.useVirtualThreads = true;
            config.http.maxRequestSize = MAX_REQUEST;
            config.staticFiles.add(files -> {
                files.hostedPath = "/phone";
                files.directory = "/phone";
                files.location = Location.CLASSPATH;
            });
        });
        Guard guard = new Guard(faults);
        app.get("/", this::welcome);
        instanceRoutes.addTo(app, guard);
        new MessageRoutes(settings, access, whatsApp).addTo(app, guard);
        new ChatRoutes(access, whatsApp, phones).addTo(app, guard);
        new SimulatorRoutes(this, instances, phones, changes, new ChatView(phones, whatsApp), webhooks).addTo(app);
        app.exception(ApiError.class, (error, ctx) -> Bodies.answer(ctx, error.status(), error.body()));
        app.exception(HttpResponseException.class, EvolutionSimulator::refuse);
        app.exception(Exception.class, (bug, ctx) -> {
            LOG.error("{} {} failed", ctx.method(), ctx.path(), bug);
            Bodies.answer(
                    ctx,
                    500,
                    ApiError.internal(String.valueOf(bug.getMessage())).body());
        });
        app.start(settings.host(), settings.port());
        String host = "0.0.0.0".equals(settings.host()) ? "127.0.0.1" : settings.host();
        this.baseUrl = URI.create("http://" + host + ":" + app.port());
        frames.baseUrl(baseUrl.toString());
        webhooks.serverUrl(baseUrl.toString());
    }

    public static EvolutionSimulator start(Settings settings) {
        return new EvolutionSimulator(settings);
    }

    /** Where it listens, without a slash at the end. */
    public URI baseUrl() {
        return baseUrl;
    }

    /** The global key. */
    public String apiKey() {
        return settings.apiKey();
    }

    /** Ends everything, also calls that hang. Webhooks not yet delivered are lost, as in Evolution. */
    public void stop() {
        faults.clear();
        changes.stop();
        app.stop();
        webhooks.stop();
        timer.stop();
        instances.save();
    }

    @Override
    public void close() {
        stop();
    }

    // ---- what people do

    /**
     * Has somebody do something on a phone.
     *
     * @return WhatsApp's id of the message; null when the instance ignores groups
     */
    public @Nullable String incoming(String instance, Incoming incoming) {
        return whatsApp.receive(instance(instance), incoming);
    }

    /** Delivers any event with any data, whether or not the webhook asked for it. */
    public void event(String instance, String event, JsonNode data) {
        webhooks.force(instance(instance), event, data);
    }

    /** Everything that left for this number, in order, by either Brazilian form; also for a group's or a linked id. */
    public List<Received> receivedBy(String number) {
        Phone phone = phones.find(number);
        String chat = number.contains("@") || phone == null ? Jids.create(number) : phone.jid();
        return instances.all().stream()
                .flatMap(instance -> instance.chat(chat).stream()
                        .filter(message -> message.fromMe)
                        .map(message -> received(instance, message)))
                .sorted(Comparator.comparing(Received::at))
                .toList();
    }

    /** Everything that left through any instance, one chat after the other. */
    public List<Received> received() {
        return instances.all().stream()
                .flatMap(instance -> instance.messages().stream()
                        .filter(message -> message.fromMe)
                        .map(message -> received(instance, message)))
                .toList();
    }

    /** The person looks at the chat: what has arrived is read. */
    public void open(String instance, String chat) {
        whatsApp.open(instance(instance), chat.contains("@") ? chat : chat + Jids.PERSON);
    }

    /** The phone of this number; one that nobody knew is there from now on. */
    public Phone phone(String number) {
        return phones.findOrAdd(number, null);
    }

    /** Changes a phone, for instance {@code put(phone(number).offline(true))}. */
    public void put(Phone phone) {
        whatsApp.put(phone, instances.all());
    }

    /** Makes a number not be on WhatsApp. */
    public void refuse(String number) {
        phones.refuse(number);
    }

    /** Makes a refused number be on WhatsApp again. */
    public void accept(String number) {
        phones.accept(number);
    }

    // ---- instances

    /** Creates an instance as {@code POST /instance/create} does, with all events going to this webhook. */
    public void createInstance(String name, @Nullable URI webhook) {
        ObjectNode body = Json.object()
                .put("instanceName", name)
                .put("integration", "WHATSAPP-BAILEYS")
                .put("qrcode", true);
        if (webhook != null) {
            body.putObject("webhook").put("url", webhook.toString());
        }
        instanceRoutes.create(body);
    }

    /**
     * Somebody scans the QR code.
     *
     * @param number digits of the number that is connected; null keeps or makes one
     */
    public void scan(String instance, @Nullable String number) {
        connections.scan(instance(instance), number);
    }

    /** Cuts the instance off for good, with the events that brings; 401 means logged out. */
    public void disconnect(String instance, int statusReason) {
        connections.close(instance(instance), statusReason);
    }

    /** Cuts the instance off without a word; {@link #scan} brings it back. */
    public void loseConnection(String instance) {
        connections.lose(instance(instance));
    }

    // ---- what goes wrong

    public Faults faults() {
        return faults;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    Instance instance(String name) {
        Instance instance = instances.find(name);
        if (instance == null) {
            throw ApiError.notFound("The \"" + name + "\" instance does not exist");
        }
        return instance;
    }

    boolean autoReads(Phone phone) {
        Boolean own = phone.autoRead();
        return own == null ? settings.autoRead() : own;
    }

    /** A browser wants the phones, everybody else Evolution's greeting. */
    private void welcome(Context ctx) {
        String accept = ctx.header("Accept");
        if (accept != null && accept.contains("text/html")) {
            ctx.redirect("/phone/");
            return;
        }
        Bodies.answer(
                ctx,
                200,
                Json.object()
                        .put("status", 200)
                        .put(
                                "message",
                                "Welcome to the Evolution API, it is working! (a simulator, for trial and tests)")
                        .put("version", settings.version())
                        .put("clientName", "evolution_simulator")
                        .put("manager", baseUrl + "/phone/")
                        .put("documentation", "https://doc.evolution-api.com")
                        .put("whatsappWebVersion", "2.3000.1028450369"));
    }

    private static void refuse(HttpResponseException problem, Context ctx) {
        ApiError error = problem.getStatus() == 404
                ? ApiError.notFound("Cannot " + ctx.method() + " " + ctx.path())
                : ApiError.malformed(String.valueOf(problem.getMessage()));
        Bodies.answer(ctx, problem.getStatus(), error.body());
    }

    private static Received received(Instance instance, StoredMessage message) {
        return new Received(
                message.id,
                instance.name,
                message.chat,
                message.messageType,
                Content.textOf(message.content),
                message.content.deepCopy(),
                Instant.ofEpochSecond(message.timestamp),
                message.ack);
    }
}
