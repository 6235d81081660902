package io.parley.services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a command with the addresses of a fresh set of servers in its environment, and ends with the command's code. */
public final class WithServices {

    private WithServices() {}

    public static void main(String[] command) throws InterruptedException {
        if (command.length == 0) {
            System.err.println("usage: WithServices <command> <its arguments>");
            System.exit(2);
        }
        System.exit(run(List.of(command)));
    }

    private static int run(List<String> command) throws InterruptedException {
        Path home = Folders.temporary("build");
        try (Services services =
                Services.start(System.getenv(), home, false, line -> System.out.println("parley: " + line))) {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().putAll(services.settings());
            Process process = builder.start();
            // Ends the command before the leashes end its servers, when this JVM is told to end.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
            int code = process.waitFor();
            if (code == 0) {
                services.close();
                Folders.delete(home); // after a failure the servers' logs are of use
            }
            return code;
        } catch (ServicesException | IOException e) {
            System.err.println("parley: " + e.getMessage());
            return 1;
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
