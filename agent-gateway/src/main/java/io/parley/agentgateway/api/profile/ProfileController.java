package io.parley.agentgateway.api.profile;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.UpdateMapping;
import io.parley.agentgateway.api.wire.ProfileJson;
import io.parley.agentgateway.presence.ConnectedAgents;
import io.parley.agentgateway.security.SignedIn;
import io.parley.contract.id.AccountId;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import io.parley.store.agent.Agents.ProfileChange;
import io.parley.store.agent.Availability;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The signed-in agent's own profile. */
@RestController
@RequestMapping("/api/v1/profile")
@Tag(name = "Profile")
class ProfileController {

    private final Agents agents;
    private final ConnectedAgents online;

    ProfileController(Agents agents, ConnectedAgents online) {
        this.agents = agents;
        this.online = online;
    }

    @GetMapping
    @Operation(summary = "Who I am, with my access token and my accounts")
    ProfileJson show(SignedIn me) {
        return json(me.agent());
    }

    @UpdateMapping
    @Operation(summary = "Change my name, e-mail address, signature, settings or password")
    @Takes({
        "name",
        "display_name",
        "email",
        "message_signature",
        "ui_settings: object",
        "current_password",
        "password",
        "password_confirmation"
    })
    Mono<ProfileJson> update(SignedIn me, Parameters parameters) {
        Parameters in = parameters.unwrapped("profile");
        String password = in.word("password") == null ? null : in.text("password");
        if (password != null && in.has("password_confirmation") && !password.equals(in.text("password_confirmation"))) {
            throw new StoreFailure.Invalid("password_confirmation", "Password confirmation doesn't match Password");
        }
        ProfileChange change = new ProfileChange(
                in.word("name"),
                in.clearable("display_name"),
                in.word("email"),
                in.clearable("message_signature"),
                in.object("ui_settings"),
                in.text("current_password"),
                password);
        return agents.updateProfile(me.agent().id(), change).map(this::json);
    }

    @PostMapping("/availability")
    @Operation(summary = "Say that I am online, busy or offline")
    @Takes({"account_id: number", "availability"})
    Mono<ProfileJson> availability(SignedIn me, Parameters parameters) {
        Parameters in = parameters.unwrapped("profile");
        Viewer viewer = viewer(me, in);
        Availability said = availability(in);
        return agents.setAvailability(viewer.accountId(), viewer.agentId(), said)
                .doOnNext(agent -> online.say(viewer.accountId(), viewer.agentId(), said))
                .map(this::json);
    }

    @PostMapping("/auto_offline")
    @Operation(summary = "Choose whether I show as offline while no browser of mine is connected")
    @Takes({"account_id: number", "auto_offline: boolean"})
    Mono<ProfileJson> autoOffline(SignedIn me, Parameters parameters) {
        Parameters in = parameters.unwrapped("profile");
        Viewer viewer = viewer(me, in);
        return agents.setAutoOffline(viewer.accountId(), viewer.agentId(), in.flag("auto_offline", false))
                .map(this::json);
    }

    @UpdateMapping("/set_active_account")
    @Operation(summary = "Choose the account I work in")
    @Takes("account_id: number")
    Mono<Void> setActiveAccount(SignedIn me, Parameters parameters) {
        Viewer viewer = viewer(me, parameters.unwrapped("profile"));
        return agents.setActiveAccount(viewer.accountId(), viewer.agentId()).then();
    }

    @PostMapping("/reset_access_token")
    @Operation(summary = "Replace my access token; the old one is worthless at once")
    Mono<ProfileJson> resetAccessToken(SignedIn me) {
        return agents.resetAccessToken(me.agent().id()).map(this::json);
    }

    private ProfileJson json(AgentIdentity agent) {
        return ProfileJson.of(agent, online);
    }

    private static Viewer viewer(SignedIn me, Parameters in) {
        return me.viewer(in.requiredId("account_id", AccountId::new));
    }

    private static Availability availability(Parameters in) {
        try {
            return Availability.of(in.required("availability"));
        } catch (IllegalArgumentException e) {
            throw new BadInput("availability must be online, busy or offline");
        }
    }
}
