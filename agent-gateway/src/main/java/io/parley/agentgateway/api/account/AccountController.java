package io.parley.agentgateway.api.account;

import io.parley.agentgateway.api.wire.AccountJson;
import io.parley.store.StoreFailure;
import io.parley.store.Viewer;
import io.parley.store.account.Accounts;
import io.parley.store.agent.Agents;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The account itself. */
@RestController
@RequestMapping("/api/v1/accounts/{account_id}")
@Tag(name = "Accounts")
class AccountController {

    private final Accounts accounts;
    private final Agents agents;

    AccountController(Accounts accounts, Agents agents) {
        this.accounts = accounts;
        this.agents = agents;
    }

    @GetMapping
    @Operation(summary = "The account")
    Mono<AccountJson> show(Viewer viewer) {
        return accounts.find(viewer.accountId())
                .map(AccountJson::of)
                .switchIfEmpty(Mono.error(() -> new StoreFailure.NotFound("Account")));
    }

    @PostMapping("/update_active_at")
    @Operation(summary = "Say that I work in this account now")
    Mono<Void> updateActiveAt(Viewer viewer) {
        return agents.setActiveAccount(viewer.accountId(), viewer.agentId()).then();
    }
}
