package io.parley.evolution.simulator;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Map;

/**
 * A real mail server for trial, beside the simulated phones: IMAP and SMTP over TLS, with a certificate nobody vouches
 * for. It keeps mails in memory, takes mail for every address, and lets whoever knows an address read it, with the
 * address as the password.
 */
public final class LocalMail implements AutoCloseable {

    /** The mailbox of the demo inbox. */
    public static final String ADDRESS = "support@parley.example";

    public static final String USER = "support";
    public static final String PASSWORD = "support";

    private final GreenMail server;

    private LocalMail(GreenMail server) {
        this.server = server;
    }

    /** @param host the address to listen on; ports of 0 take free ones */
    public static LocalMail start(String host, int imapsPort, int smtpsPort) {
        GreenMail server = new GreenMail(new ServerSetup[] {
            new ServerSetup(imapsPort, host, ServerSetup.PROTOCOL_IMAPS),
            new ServerSetup(smtpsPort, host, ServerSetup.PROTOCOL_SMTPS)
        });
        server.setUser(ADDRESS, USER, PASSWORD);
        server.start();
        return new LocalMail(server);
    }

    /** Starts one where {@code SIMULATOR_IMAPS_PORT} and {@code SIMULATOR_SMTPS_PORT} say so. */
    static void startIfWanted(Map<String, String> environment, String host) {
        String imaps = environment.getOrDefault("SIMULATOR_IMAPS_PORT", "");
        String smtps = environment.getOrDefault("SIMULATOR_SMTPS_PORT", "");
        if (!imaps.isBlank() && !smtps.isBlank()) {
            LocalMail mail = start(host, Integer.parseInt(imaps.strip()), Integer.parseInt(smtps.strip()));
            Runtime.getRuntime().addShutdownHook(new Thread(mail::close));
        }
    }

    public int imapsPort() {
        return server.getImaps().getPort();
    }

    public int smtpsPort() {
        return server.getSmtps().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
