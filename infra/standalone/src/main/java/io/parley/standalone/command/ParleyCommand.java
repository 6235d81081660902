package io.parley.standalone.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./parley} that need more than a shell. */
@Command(
        name = "parley",
        description = "Parley's command line. Without a command the hub starts.",
        mixinStandardHelpOptions = true,
        subcommands = {DatabaseCommand.class, DeadLetterCommand.class, WhatsAppCommand.class})
public final class ParleyCommand {

    /** Returns the exit code: 0 done, 1 failed with a sentence on standard error, 2 used wrongly. */
    public static int execute(String... arguments) {
        return new CommandLine(new ParleyCommand())
                .setExecutionExceptionHandler((failure, line, result) -> {
                    line.getErr().println(line.getColorScheme().errorText(explain(failure)));
                    return 1;
                })
                .execute(arguments);
    }

    private static String explain(Exception failure) {
        String message = failure.getMessage();
        return failure instanceof CommandFailure && message != null ? message : failure.toString();
    }
}
