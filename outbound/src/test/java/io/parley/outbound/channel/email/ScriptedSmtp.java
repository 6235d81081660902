package io.parley.outbound.channel.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that answers as told, also in ways a real one only does on bad days. */
final class ScriptedSmtp implements AutoCloseable {

    private final ServerSocket server;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final List<String> recipients = new CopyOnWriteArrayList<>();
    private volatile String toRecipient = "250 ok";
    private volatile String toMail = "250 taken";
    private volatile String toLogin = "235 welcome";
    private volatile boolean breaksOff;

    ScriptedSmtp() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    void answersRecipient(String answer) {
        toRecipient = answer;
    }

    void answersMail(String answer) {
        toMail = answer;
    }

    void answersLogin(String answer) {
        toLogin = answer;
    }

    /** Reads the whole mail, and says nothing any more. */
    void breaksOff() {
        breaksOff = true;
    }

    List<String> mails() {
        return mails;
    }

    List<String> recipients() {
        return recipients;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                talk(client);
            } catch (IOException e) {
                // the next one
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = client.getOutputStream();
        say(out, "220 scripted");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.toUpperCase(Locale.ROOT);
            if (command.startsWith("EHLO")) {
                say(out, "250-scripted");
                say(out, "250 AUTH PLAIN");
            } else if (command.startsWith("AUTH")) {
                say(out, toLogin);
            } else if (command.startsWith("RCPT")) {
                recipients.add(line.replaceFirst("(?i)^RCPT TO:<([^>]*)>.*$", "$1"));
                say(out, toRecipient);
            } else if (command.startsWith("DATA")) {
                say(out, "354 go on");
                mails.add(data(in));
                if (breaksOff) {
                    return;
                }
                say(out, toMail);
            } else if (command.startsWith("QUIT")) {
                say(out, "221 bye");
                return;
            } else {
                say(out, "250 ok");
            }
        }
    }

    private static String data(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append("\r\n");
        }
        return mail.toString();
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
