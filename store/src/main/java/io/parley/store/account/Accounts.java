package io.parley.store.account;

import io.parley.contract.id.AccountId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The accounts of the hub. */
public interface Accounts {

    /** Empty when there is none. */
    Mono<Account> find(AccountId id);

    Flux<Account> all();

    /** Whether the hub has no account yet. */
    Mono<Boolean> isEmpty();

    /** Creates the first account with its administrator when the hub has none; empty when it has. Safe to race. */
    Mono<Account> install(Installation installation);

    /** @param password in clear; stored as a slow hash only */
    record Installation(String accountName, String administratorName, String email, String password) {
        @Override
        public String toString() {
            return "Installation[" + accountName + "]";
        }
    }
}
