package io.parley.evolution.simulator;

import io.javalin.util.JavalinBindException;

/** Starts the simulator alone, with its settings from the environment. */
final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setProperty("java.awt.headless", "true");
        Settings settings = Settings.from(System.getenv());
        try {
            EvolutionSimulator simulator = EvolutionSimulator.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::stop));
            LocalMail.startIfWanted(System.getenv(), settings.host());
            System.out.println("Evolution API simulator, for trial and tests: " + simulator.baseUrl() + "/phone/");
        } catch (JavalinBindException taken) {
            System.err.println("Port " + settings.port() + " is taken; choose another by SIMULATOR_PORT.");
            System.exit(1);
        }
    }
}
