package io.parley.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tests and mends the connection between WhatsApp inboxes and their Evolution API. */
@Command(name = "whatsapp", description = "Check WhatsApp inboxes, and repair their webhooks.")
final class WhatsAppCommand {

    @Command(description = "Test the integration from both sides. Exit code 1 when something is wrong.")
    int check(
            @Parameters(arity = "0..1", paramLabel = "inbox", description = "id or name; all when left out") @Nullable
                    String inbox) {
        HubClient hub = HubClient.signIn();
        boolean wellOverall = true;
        for (JsonNode one : inboxes(hub, inbox)) {
            JsonNode report = hub.get("/inboxes/" + one.path("id").asInt() + "/whatsapp/check");
            wellOverall &= print(one, report);
        }
        return wellOverall ? 0 : 1;
    }

    @Command(name = "fix-webhook", description = "Set the webhook of the inbox's instance anew when it is wrong.")
    int fixWebhook(
            @Parameters(arity = "0..1", paramLabel = "inbox", description = "id or name; all when left out") @Nullable
                    String inbox) {
        HubClient hub = HubClient.signIn();
        boolean wellOverall = true;
        for (JsonNode one : inboxes(hub, inbox)) {
            JsonNode report = hub.post("/inboxes/" + one.path("id").asInt() + "/whatsapp/fix_webhook", Map.of());
            wellOverall &= print(one, report);
        }
        return wellOverall ? 0 : 1;
    }

    private static List<JsonNode> inboxes(HubClient hub, @Nullable String wanted) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode inbox : hub.get("/inboxes").path("payload")) {
            boolean isWanted = wanted == null
                    || inbox.path("id").asText().equals(wanted)
                    || inbox.path("name").asText().equalsIgnoreCase(wanted);
            if (isWanted && inbox.path("channel_type").asText().equals("Channel::Whatsapp")) {
                found.add(inbox);
            }
        }
        if (found.isEmpty()) {
            throw new CommandFailure(
                    wanted == null
                            ? "There is no WhatsApp inbox yet."
                            : "There is no WhatsApp inbox with the id or name " + wanted + ".");
        }
        return found;
    }

    private static boolean print(JsonNode inbox, JsonNode report) {
        System.out.printf(
                "%s (inbox %d)%n", inbox.path("name").asText(), inbox.path("id").asInt());
        for (JsonNode finding : report.path("findings")) {
            boolean ok = finding.path("ok").asBoolean();
            System.out.printf(
                    "  %s %s: %s%n",
                    ok ? "ok  " : "FAIL",
                    finding.path("name").asText(),
                    finding.path("detail").asText());
            if (!ok && finding.hasNonNull("remedy")) {
                System.out.printf("       → %s%n", finding.path("remedy").asText());
            }
        }
        return report.path("ok").asBoolean();
    }
}
