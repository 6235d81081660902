package io.parley.agentgateway.api.setup;

import io.parley.agentgateway.api.ApiFailure.BadInput;
import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.AgentsOnline;
import io.parley.agentgateway.api.wire.ProfileJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.security.SessionHeaders;
import io.parley.agentgateway.security.SignInLimit;
import io.parley.store.account.Accounts;
import io.parley.store.account.Accounts.Installation;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The first run: whoever comes first to an empty installation becomes its administrator, and nobody after them. */
@RestController
@RequestMapping("/api/v1/setup")
@Tag(name = "Setup")
class SetupController {

    private final Accounts accounts;
    private final Agents agents;
    private final SignInLimit limit;
    private final AgentsOnline online;

    SetupController(Accounts accounts, Agents agents, SignInLimit limit, AgentsOnline online) {
        this.accounts = accounts;
        this.agents = agents;
        this.limit = limit;
        this.online = online;
    }

    @GetMapping
    @Operation(summary = "Whether this installation still waits for its first account (beyond Chatwoot)")
    Mono<StateJson> state() {
        return accounts.isEmpty().map(StateJson::new);
    }

    @PostMapping
    @Operation(
            summary = "Make the first account and its administrator, while there is none (beyond Chatwoot)",
            description = "Answers as signing in does: with the profile, and with the session in the headers.")
    @Takes({"account_name", "name", "email", "password"})
    Mono<ResponseEntity<DoneJson>> install(Parameters in, ServerWebExchange exchange) {
        String email = in.required("email").strip();
        String password = in.required("password");
        Installation installation = new Installation(
                in.required("account_name").strip(), in.required("name").strip(), email, password);
        return limit.count(exchange.getRequest().getRemoteAddress(), email)
                .then(Mono.defer(() -> accounts.install(installation)))
                .switchIfEmpty(Mono.error(() -> new BadInput("This installation has been set up already")))
                .flatMap(account -> agents.authenticate(email, password))
                .flatMap(this::open);
    }

    private Mono<ResponseEntity<DoneJson>> open(AgentIdentity agent) {
        return agents.openSession(agent.id())
                .map(session -> ResponseEntity.ok()
                        .headers(headers -> SessionHeaders.write(headers, session, agent.email()))
                        .body(new DoneJson(ProfileJson.of(agent, online))));
    }

    /** @param required true while there is no account */
    @Wire
    record StateJson(boolean required) {}

    /** Who is signed in now. */
    @Wire
    record DoneJson(ProfileJson data) {}
}
