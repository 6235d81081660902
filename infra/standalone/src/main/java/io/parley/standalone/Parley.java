package io.parley.standalone;

import io.parley.standalone.command.ParleyCommand;
import org.springframework.boot.SpringApplication;

/** The jar's entry: without a command the hub starts, with one the command line runs and ends. */
public final class Parley {

    private Parley() {}

    public static void main(String[] arguments) {
        if (arguments.length == 0 || arguments[0].startsWith("--")) {
            SpringApplication.run(Hub.class, arguments);
        } else {
            System.exit(ParleyCommand.execute(arguments));
        }
    }
}
