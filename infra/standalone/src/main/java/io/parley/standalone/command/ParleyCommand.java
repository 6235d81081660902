package io.parley.standalone.command;

import ch.qos.logback.classic.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The commands of {@code ./parley} that need more than a shell. */
@Command(
        name = "parley",
        description = "Parley's command line. Without a command the hub starts.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {DatabaseCommand.class, DeadLetterCommand.class, MailCommand.class, WhatsAppCommand.class})
public final class ParleyCommand {

    /** Returns the exit code: 0 done, 1 failed with a sentence on standard error, 2 used wrongly. */
    public static int execute(String... arguments) {
        quietLibraries();
        return new CommandLine(new ParleyCommand())
                .setExecutionExceptionHandler((failure, line, result) -> {
                    line.getErr().println(line.getColorScheme().errorText(explain(failure)));
                    return 1;
                })
                .execute(arguments);
    }

    /** What a command says is for people; the Kafka clients would drown it. */
    private static void quietLibraries() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.ERROR);
        }
    }

    private static String explain(Exception failure) {
        String message = failure.getMessage();
        return failure instanceof CommandFailure && message != null ? message : failure.toString();
    }
}
