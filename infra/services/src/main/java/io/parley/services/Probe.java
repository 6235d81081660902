package io.parley.services;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Asks a server, in its own protocol, whether it answers: an open port alone may be somebody else's. */
final class Probe {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final short API_VERSIONS = 18;

    private Probe() {}

    /** Kafka: an ApiVersions request (version 0, no client id), answered with its correlation id and no error. */
    static boolean kafka(String host, int port) {
        int correlationId = 7;
        try (Socket socket = connect(host, port);
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            out.writeInt(10);
            out.writeShort(API_VERSIONS);
            out.writeShort(0);
            out.writeInt(correlationId);
            out.writeShort(-1);
            out.flush();
            in.readInt();
            return in.readInt() == correlationId && in.readShort() == 0;
        } catch (IOException notReady) {
            return false;
        }
    }

    static boolean redis(String host, int port, String password) {
        String auth = password.isEmpty() ? "" : "AUTH " + password + "\r\n";
        try (Socket socket = connect(host, port)) {
            socket.getOutputStream().write((auth + "PING\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return (auth.isEmpty() || "+OK".equals(readLine(in))) && "+PONG".equals(readLine(in));
        } catch (IOException notReady) {
            return false;
        }
    }

    static boolean postgres(String url, String username, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "2");
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException notReady) {
            return false;
        }
    }

    private static Socket connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static String readLine(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
    }
}
