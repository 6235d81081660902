package io.parley.agentgateway.api.session;

import io.parley.agentgateway.api.Parameters;
import io.parley.agentgateway.api.Takes;
import io.parley.agentgateway.api.wire.AgentsOnline;
import io.parley.agentgateway.api.wire.ProfileJson;
import io.parley.agentgateway.api.wire.Wire;
import io.parley.agentgateway.security.CloudflareAccess;
import io.parley.agentgateway.security.SessionHeaders;
import io.parley.agentgateway.security.SignInLimit;
import io.parley.store.agent.AgentIdentity;
import io.parley.store.agent.Agents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Opens, checks and closes the sessions of browsers. */
@RestController
@RequestMapping("/auth")
@Tag(name = "Sessions")
class SessionController {

    private final Agents agents;
    private final SessionHeaders sessions;
    private final SignInLimit limit;
    private final CloudflareAccess cloudflare;
    private final AgentsOnline online;

    SessionController(
            Agents agents,
            SessionHeaders sessions,
            SignInLimit limit,
            CloudflareAccess cloudflare,
            AgentsOnline online) {
        this.agents = agents;
        this.sessions = sessions;
        this.limit = limit;
        this.cloudflare = cloudflare;
        this.online = online;
    }

    @PostMapping("/sign_in")
    @Operation(
            summary = "Sign in",
            description =
                    "Answers with the profile, and with the session in the headers access-token, client and uid, which"
                            + " belong into every later request.")
    @Takes({"email", "password"})
    Mono<ResponseEntity<Object>> signIn(Parameters in, ServerWebExchange exchange) {
        String email = Optional.ofNullable(in.word("email")).orElse("");
        String password = Optional.ofNullable(in.text("password")).orElse("");
        return limit.count(exchange.getRequest().getRemoteAddress(), email)
                .then(Mono.defer(() -> agents.authenticate(email, password)))
                .flatMap(this::open)
                .defaultIfEmpty(refused(HttpStatus.UNAUTHORIZED, "Invalid login credentials. Please try again."));
    }

    @PostMapping("/cloudflare_access")
    @Operation(
            summary = "Sign in as whom Cloudflare Access let through (beyond Chatwoot)",
            description =
                    "Answers as sign_in does; 404 where the hub is not behind Cloudflare Access. The agent is found by"
                            + " the e-mail address in the header Cf-Access-Jwt-Assertion.")
    Mono<ResponseEntity<Object>> signInThroughCloudflare(@RequestHeader HttpHeaders headers) {
        if (!cloudflare.isEnabled()) {
            return Mono.just(refused(HttpStatus.NOT_FOUND, "This installation is not behind Cloudflare Access."));
        }
        return cloudflare
                .emailIn(headers)
                .flatMap(agents::findByProvenEmail)
                .flatMap(this::open)
                .defaultIfEmpty(
                        refused(HttpStatus.UNAUTHORIZED, "Cloudflare Access names no agent of this installation."));
    }

    @GetMapping("/validate_token")
    @Operation(summary = "The profile, while the session lasts")
    Mono<ResponseEntity<Object>> validate(@RequestHeader HttpHeaders headers) {
        return sessions.find(headers)
                .map(agent -> ResponseEntity.<Object>ok(
                        new ValidJson(new ValidPayloadJson(true, ProfileJson.withCreationTime(agent, online)))))
                .defaultIfEmpty(refused(HttpStatus.UNAUTHORIZED, "Invalid login credentials"));
    }

    @DeleteMapping("/sign_out")
    @Operation(summary = "End the session")
    Mono<ResponseEntity<Object>> signOut(@RequestHeader HttpHeaders headers) {
        return sessions.close(headers)
                .map(closed -> closed
                        ? ResponseEntity.ok(new OutcomeJson(true, null))
                        : refused(HttpStatus.NOT_FOUND, "User was not found or was not logged in."));
    }

    private Mono<ResponseEntity<Object>> open(AgentIdentity agent) {
        return agents.openSession(agent.id())
                .map(session -> ResponseEntity.ok()
                        .headers(headers -> SessionHeaders.write(headers, session, agent.email()))
                        .body(new SignedInJson(ProfileJson.of(agent, online))));
    }

    private static ResponseEntity<Object> refused(HttpStatus status, String sentence) {
        return ResponseEntity.status(status).body(new OutcomeJson(false, List.of(sentence)));
    }

    /** Who signed in. */
    @Wire
    record SignedInJson(ProfileJson data) {}

    /** Whose session is good. */
    @Wire
    record ValidJson(ValidPayloadJson payload) {}

    /** Whose session is good, inside. */
    @Wire
    record ValidPayloadJson(boolean success, ProfileJson data) {}

    /** Whether it worked, and if not, why. */
    @Wire
    record OutcomeJson(
            boolean success, @Wire.Optional @Nullable List<String> errors) {}
}
