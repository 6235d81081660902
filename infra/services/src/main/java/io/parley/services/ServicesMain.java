package io.parley.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** Runs a set of servers until it is told to end: {@code ServicesMain <data folder> <file for the addresses>}. */
public final class ServicesMain {

    private ServicesMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 2) {
            System.err.println("usage: ServicesMain <data folder> <file for the addresses>");
            System.exit(2);
        }
        Path addresses = Path.of(arguments[1]).toAbsolutePath();
        try {
            Services services = Services.start(Path.of(arguments[0]), System.out::println);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                addresses.toFile().delete();
                services.close();
            }));
            writeEnvironment(addresses, services.settings());
            System.out.println("addresses are in " + addresses);
        } catch (ServicesException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    /** Lines a shell can source; whole or not at all, because its appearance means that the servers are ready. */
    static void writeEnvironment(Path file, Map<String, String> settings) {
        String lines = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "='" + setting.getValue().replace("'", "'\\''") + "'\n")
                .sorted()
                .collect(Collectors.joining());
        try {
            Files.createDirectories(file.getParent());
            Path draft = Files.createTempFile(
                    file.getParent(),
                    file.getFileName().toString(),
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, lines);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ServicesException("%s could not be written".formatted(file), e);
        }
    }
}
