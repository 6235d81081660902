package io.parley.store.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.parley.contract.Channel;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.InboxId;
import io.parley.store.StoreIntegration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Mono;

class FetchMediaIT extends StoreIntegration {

    private static final AtomicInteger ASKED = new AtomicInteger();

    private static HttpServer files;

    @Autowired
    private FetchMedia media;

    private int message;
    private AccountId account;
    private InboxId inbox;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        isolated(FetchMediaIT.class, registry);
        registry.add("parley.fetch.allow", () -> "127.0.0.1");
        registry.add("parley.store.media.interval", () -> "1h"); // the test makes the rounds
        registry.add("parley.store.media.retries", () -> "1m,1m");
    }

    @BeforeAll
    static void serve() throws IOException {
        byte[] picture = picture();
        files = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        files.createContext("/picture.png", exchange -> {
            ASKED.incrementAndGet();
            exchange.getResponseHeaders().add("content-type", "image/png");
            exchange.sendResponseHeaders(200, picture.length);
            exchange.getResponseBody().write(picture);
            exchange.close();
        });
        files.createContext("/broken", exchange -> {
            ASKED.incrementAndGet();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        files.start();
    }

    @AfterAll
    static void stop() {
        files.stop(0);
    }

    @BeforeEach
    void aMessage() {
        ASKED.set(0);
        account = anAccount();
        inbox = anInbox(account, Channel.WHATSAPP);
        String mark = UUID.randomUUID().toString();
        int contact =
                id("INSERT INTO contacts (account_id, name) VALUES (%s, 'Maria') RETURNING id".formatted(account));
        int contactInbox =
                id("INSERT INTO contact_inboxes (contact_id, inbox_id, source_id) VALUES (%d, %s, '%s') RETURNING id"
                        .formatted(contact, inbox, mark));
        int conversation = id("""
                INSERT INTO conversations (account_id, inbox_id, contact_id, contact_inbox_id, display_id)
                VALUES (%s, %s, %d, %d, 1) RETURNING id""".formatted(account, inbox, contact, contactInbox));
        message = id("""
                INSERT INTO messages (account_id, inbox_id, conversation_id, contact_id, direction, status, source_id)
                VALUES (%s, %s, %d, %d, 'incoming', 'sent', '%s') RETURNING id""".formatted(account, inbox, conversation, contact, mark));
    }

    @Test
    void storesAFileFromItsUrlAndAnnouncesIt() {
        int attachment = anAttachment("/picture.png");

        await(media.fetchDue());

        Map<String, Object> row =
                rows("SELECT * FROM attachments WHERE id = " + attachment).get(0);
        assertThat(row)
                .containsEntry("state", "stored")
                .containsEntry("width", 3)
                .containsEntry("height", 2);
        assertThat(row.get("file_key")).isNotNull();
        assertThat(row.get("size_bytes")).isEqualTo((long) pictureSize());
    }

    @Test
    void fetchesOnceThoughSeveralNodesLook() {
        anAttachment("/picture.png");

        await(Mono.zip(media.fetchDue(), media.fetchDue(), media.fetchDue()));

        assertThat(ASKED).hasValue(1);
    }

    @Test
    void triesAgainLaterAndSaysWhyItFailedAtLast() {
        int attachment = anAttachment("/broken");

        for (int round = 1; round <= 3; round++) {
            await(media.fetchDue());
            assertThat(ASKED).hasValue(round);
            assertThat(await(media.fetchDue()))
                    .as("nothing is due before its time")
                    .isZero();
            sql("UPDATE attachments SET next_fetch_at = now() WHERE state = 'pending' AND id = " + attachment);
        }

        Map<String, Object> row = rows("SELECT state, failure_reason FROM attachments WHERE id = " + attachment)
                .get(0);
        assertThat(row).containsEntry("state", "failed");
        assertThat(row.get("failure_reason").toString()).contains("503");
    }

    private int anAttachment(String path) {
        String url = "http://127.0.0.1:" + files.getAddress().getPort() + path;
        return id("""
                INSERT INTO attachments (account_id, inbox_id, message_id, kind, state, file_name, media_type, url, next_fetch_at)
                VALUES (%s, %s, %d, 'image', 'pending', 'picture.png', 'image/png', '%s', now()) RETURNING id""".formatted(account, inbox, message, url));
    }

    private static int pictureSize() {
        try {
            return picture().length;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
