package io.parley.store.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.store.StoreIntegration;
import io.parley.store.account.Accounts.Installation;
import io.parley.store.agent.Agents;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;

class AccountsIT extends StoreIntegration {

    @Autowired
    private Accounts accounts;

    @Autowired
    private Agents agents;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        isolated(AccountsIT.class, registry);
    }

    @Test
    void makesTheFirstAccountOnceThoughSeveralNodesStartAtOnce() {
        Installation installation = new Installation("Acme", "Ada", "ada@example.org", "Correct-horse-9");

        assertThat(await(accounts.isEmpty())).isTrue();
        List<Account> installed = await(
                Flux.range(0, 8).flatMap(node -> accounts.install(installation)).collectList());

        assertThat(installed)
                .singleElement()
                .satisfies(it -> assertThat(it.name()).isEqualTo("Acme"));
        assertThat(await(accounts.isEmpty())).isFalse();
        assertThat(await(accounts.all().collectList())).hasSize(1);
        assertThat(await(agents.authenticate("ADA@example.org", "Correct-horse-9"))
                        .memberships())
                .singleElement()
                .satisfies(it -> assertThat(it.administrator()).isTrue());
        assertThat(agents.authenticate("ada@example.org", "wrong").blockOptional(LIMIT))
                .isEmpty();
    }
}
