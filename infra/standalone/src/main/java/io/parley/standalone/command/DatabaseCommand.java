package io.parley.standalone.command;

import io.parley.store.Migrations;
import picocli.CommandLine.Command;

/** The database: bring its tables up to date, and fill a trial installation with something to look at. */
@Command(name = "db", description = "Database: migrate it, or seed a trial installation.")
final class DatabaseCommand {

    @Command(description = "Bring the tables up to date. The hub does the same when it starts.")
    int migrate() {
        int applied = Migrations.migrate(System.getenv());
        System.out.printf("%d migrations applied%n", applied);
        return 0;
    }

    @Command(description = "Send the demo inbox a day of customers' messages. Repeating adds nothing.")
    int seed() {
        System.out.printf("%d messages sent to the demo inbox%n", new DemoConversations(HubClient.signIn()).send());
        return 0;
    }
}
