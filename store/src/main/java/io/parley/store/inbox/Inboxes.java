package io.parley.store.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.Channel;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.contract.inbound.ConnectionState;
import io.parley.contract.inbox.EmailChannel;
import io.parley.contract.inbox.EvolutionChannel;
import io.parley.contract.inbox.InboxRules;
import io.parley.contract.inbox.InboxView;
import io.parley.contract.inbox.WebchatChannel;
import io.parley.store.Viewer;
import io.parley.store.agent.Agents;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The account's inboxes. Every change is published to the compacted topic that ingress, router and outbound read. */
public interface Inboxes {

    /** By name, those the viewer sees. */
    Flux<InboxDetails> list(Viewer viewer);

    Mono<InboxDetails> find(Viewer viewer, InboxId id);

    /** Makes the webhook secret; the creator becomes a member. */
    Mono<InboxDetails> create(Viewer administrator, NewInbox inbox);

    Mono<InboxDetails> update(Viewer administrator, InboxId id, InboxChange change);

    /** Replaces the days on which nobody is there; 366 at most. */
    Mono<InboxDetails> setHolidays(Viewer administrator, InboxId id, List<InboxRules.Holiday> holidays);

    /** Disables it at once and hides it; its conversations stay. */
    Mono<Void> delete(Viewer administrator, InboxId id);

    /** Sets what was learned of the connection outside of a webhook: after a check, or after asking for a QR code. */
    Mono<InboxDetails> setConnection(Viewer viewer, InboxId id, Connection connection);

    Flux<Agents.AgentRow> members(Viewer viewer, InboxId id);

    /** Answers with all who are members then. */
    Flux<Agents.AgentRow> addMembers(Viewer administrator, InboxId id, List<AgentId> agents);

    Flux<Agents.AgentRow> setMembers(Viewer administrator, InboxId id, List<AgentId> agents);

    /** Open conversations they held there lose their assignee. */
    Mono<Void> removeMembers(Viewer administrator, InboxId id, List<AgentId> agents);

    /**
     * @param webhookSecret in clear, for the URL shown to administrators, and empty for everyone else; never log it
     * @param extraSettings settings of Chatwoot's inbox that are only kept
     */
    record InboxDetails(
            InboxView inbox,
            String identifier,
            String webhookSecret,
            InboxRules rules,
            boolean greetingEnabled,
            @Nullable String greetingMessage,
            @Nullable EvolutionChannel evolution,
            @Nullable EmailChannel email,
            @Nullable WebchatChannel webchat,
            boolean enableAutoAssignment,
            JsonNode extraSettings,
            Instant createdAt,
            Instant updatedAt) {
        @Override
        public String toString() {
            return "InboxDetails[" + inbox.id() + "]";
        }
    }

    /**
     * @param evolution required for WhatsApp, absent for others; its key already sealed
     * @param email required for e-mail, absent for others; its passwords already sealed
     * @param webchat required for web chat, absent for others
     */
    record NewInbox(
            Channel channel,
            String name,
            @Nullable EvolutionChannel evolution,
            @Nullable EmailChannel email,
            @Nullable WebchatChannel webchat,
            @Nullable Boolean ignoreGroups,
            @Nullable Boolean greetingEnabled,
            @Nullable String greetingMessage,
            @Nullable Boolean businessHoursEnabled,
            @Nullable String awayMessage,
            @Nullable String timeZone,
            @Nullable List<InboxRules.OpeningHours> businessHours,
            @Nullable Boolean enableAutoAssignment,
            @Nullable JsonNode extraSettings) {

        /** An inbox of a channel without mailbox or widget. */
        public NewInbox(
                Channel channel,
                String name,
                @Nullable EvolutionChannel evolution,
                @Nullable Boolean ignoreGroups,
                @Nullable Boolean greetingEnabled,
                @Nullable String greetingMessage,
                @Nullable Boolean businessHoursEnabled,
                @Nullable String awayMessage,
                @Nullable String timeZone,
                @Nullable List<InboxRules.OpeningHours> businessHours,
                @Nullable Boolean enableAutoAssignment,
                @Nullable JsonNode extraSettings) {
            this(
                    channel,
                    name,
                    evolution,
                    null,
                    null,
                    ignoreGroups,
                    greetingEnabled,
                    greetingMessage,
                    businessHoursEnabled,
                    awayMessage,
                    timeZone,
                    businessHours,
                    enableAutoAssignment,
                    extraSettings);
        }
    }

    /** Absent fields stay; extra settings are merged, a channel's own settings are replaced as a whole. */
    record InboxChange(
            @Nullable String name,
            @Nullable Boolean enabled,
            @Nullable EvolutionChannel evolution,
            @Nullable EmailChannel email,
            @Nullable WebchatChannel webchat,
            @Nullable Boolean ignoreGroups,
            @Nullable Boolean greetingEnabled,
            @Nullable String greetingMessage,
            @Nullable Boolean businessHoursEnabled,
            @Nullable String awayMessage,
            @Nullable String timeZone,
            @Nullable List<InboxRules.OpeningHours> businessHours,
            @Nullable Boolean enableAutoAssignment,
            @Nullable JsonNode extraSettings) {

        /** A change of anything but a mailbox or a widget. */
        public InboxChange(
                @Nullable String name,
                @Nullable Boolean enabled,
                @Nullable EvolutionChannel evolution,
                @Nullable Boolean ignoreGroups,
                @Nullable Boolean greetingEnabled,
                @Nullable String greetingMessage,
                @Nullable Boolean businessHoursEnabled,
                @Nullable String awayMessage,
                @Nullable String timeZone,
                @Nullable List<InboxRules.OpeningHours> businessHours,
                @Nullable Boolean enableAutoAssignment,
                @Nullable JsonNode extraSettings) {
            this(
                    name,
                    enabled,
                    evolution,
                    null,
                    null,
                    ignoreGroups,
                    greetingEnabled,
                    greetingMessage,
                    businessHoursEnabled,
                    awayMessage,
                    timeZone,
                    businessHours,
                    enableAutoAssignment,
                    extraSettings);
        }
    }

    record Connection(
            ConnectionState state,
            @Nullable String qrCode,
            @Nullable String pairingCode,
            @Nullable String address,
            @Nullable String reason) {}
}
