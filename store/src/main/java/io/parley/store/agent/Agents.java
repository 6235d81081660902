package io.parley.store.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.contract.conversation.AgentView;
import io.parley.contract.id.AccountId;
import io.parley.contract.id.AgentId;
import io.parley.contract.id.InboxId;
import io.parley.store.Viewer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Agents: who they are, how they prove it, what they may see. */
public interface Agents {

    /**
     * Empty when e-mail and password do not go together; takes as long for an unknown e-mail as for a wrong password.
     */
    Mono<AgentIdentity> authenticate(String email, String password);

    /** For an e-mail address that somebody else has proven to be theirs. Empty when no agent has it. */
    Mono<AgentIdentity> findByProvenEmail(String email);

    /** Empty when nobody has this access token. */
    Mono<AgentIdentity> findByAccessToken(String accessToken);

    /** Opens a session of two months; beyond 25 sessions the agent's oldest goes. */
    Mono<Session> openSession(AgentId agent);

    /** Empty when there is no such session, it has expired or belongs to somebody else. */
    Mono<AgentIdentity> findBySession(String client, String token, String email);

    /** True when there was one to close. */
    Mono<Boolean> closeSession(String client, String token, String email);

    /** The inboxes a viewer sees: all of the account for administrators. */
    Mono<Set<InboxId>> visibleInboxes(Viewer viewer);

    /** The account's agents by name. */
    Flux<AgentRow> list(Viewer viewer);

    Mono<AgentRow> create(Viewer administrator, NewAgent agent);

    Mono<AgentRow> update(Viewer administrator, AgentId id, AgentChange change);

    /**
     * Takes the agent out of the account; what is not resolved loses them as assignee. The last administrator stays.
     */
    Mono<Void> remove(Viewer administrator, AgentId id);

    Mono<AgentIdentity> updateProfile(AgentId id, ProfileChange change);

    Mono<AgentIdentity> resetAccessToken(AgentId id);

    Mono<AgentIdentity> setAvailability(AccountId account, AgentId id, Availability availability);

    /** @param autoOffline whether the agent shows as offline while no browser of theirs is connected */
    Mono<AgentIdentity> setAutoOffline(AccountId account, AgentId id, boolean autoOffline);

    /** The account the agent works in from now on: it is the first their profile names. */
    Mono<AgentIdentity> setActiveAccount(AccountId account, AgentId id);

    /** @param token in clear, shown once */
    record Session(String client, String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Session[" + client + "]";
        }
    }

    /**
     * An agent as the account's list shows them.
     *
     * @param assignmentLimit how many open conversations they may hold and still be given one; absent: any number
     * @param assignmentWeight their share beside colleagues of other weights; 0: they are given none
     */
    record AgentRow(
            AgentView agent,
            Availability availability,
            boolean autoOffline,
            @Nullable Integer assignmentLimit,
            int assignmentWeight) {}

    /** @param password absent: a random one nobody knows, until it is reset */
    record NewAgent(
            String name,
            String email,
            boolean administrator,
            @Nullable Availability availability,
            @Nullable Boolean autoOffline,
            @Nullable String password) {
        @Override
        public String toString() {
            return "NewAgent[]";
        }
    }

    /**
     * Absent fields stay.
     *
     * @param assignmentLimit 0: any number
     */
    record AgentChange(
            @Nullable String name,
            @Nullable Boolean administrator,
            @Nullable Availability availability,
            @Nullable Boolean autoOffline,
            @Nullable String password,
            @Nullable Integer assignmentLimit,
            @Nullable Integer assignmentWeight) {

        /** Changes nothing. */
        public static final AgentChange NONE = new AgentChange(null, null, null, null, null);

        public AgentChange(
                @Nullable String name,
                @Nullable Boolean administrator,
                @Nullable Availability availability,
                @Nullable Boolean autoOffline,
                @Nullable String password) {
            this(name, administrator, availability, autoOffline, password, null, null);
        }

        @Override
        public String toString() {
            return "AgentChange[]";
        }
    }

    /**
     * Absent fields stay, empty ones clear. A new password needs the current one, and ends all of the agent's sessions.
     */
    record ProfileChange(
            @Nullable String name,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable String messageSignature,
            @Nullable JsonNode uiSettings,
            @Nullable String currentPassword,
            @Nullable String newPassword) {
        @Override
        public String toString() {
            return "ProfileChange[]";
        }
    }

    /** The members that several inboxes have in common, and the administrators. */
    Flux<AgentRow> assignable(Viewer viewer, List<InboxId> inboxes);
}
