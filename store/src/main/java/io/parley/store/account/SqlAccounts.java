package io.parley.store.account;

import io.parley.contract.id.AccountId;
import io.parley.store.Columns;
import io.parley.store.agent.Agents.NewAgent;
import io.parley.store.agent.Enrolment;
import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Accounts in PostgreSQL. */
@Component
class SqlAccounts implements Accounts {

    private static final String FIND = "SELECT id, name, locale, created_at FROM accounts WHERE id = :id";

    private static final String ALL = "SELECT id, name, locale, created_at FROM accounts ORDER BY id LIMIT 1000";

    /** Two nodes that start at once on an empty database must not both find it empty. */
    private static final String LOCK = "LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE";

    private static final String INSERT_FIRST = """
            INSERT INTO accounts (name) SELECT :name WHERE NOT EXISTS (SELECT 1 FROM accounts)
            RETURNING id, name, locale, created_at
            """;

    private final DatabaseClient database;
    private final TransactionalOperator transaction;
    private final Enrolment enrolment;

    SqlAccounts(DatabaseClient database, TransactionalOperator transaction, Enrolment enrolment) {
        this.database = database;
        this.transaction = transaction;
        this.enrolment = enrolment;
    }

    @Override
    public Mono<Account> find(AccountId id) {
        return database.sql(FIND)
                .bind("id", id.value())
                .map(SqlAccounts::account)
                .one();
    }

    @Override
    public Flux<Account> all() {
        return database.sql(ALL).map(SqlAccounts::account).all();
    }

    @Override
    public Mono<Boolean> isEmpty() {
        return all().hasElements().map(some -> !some);
    }

    @Override
    public Mono<Account> install(Installation installation) {
        return database.sql(LOCK)
                .then()
                .then(Mono.defer(() -> insertFirst(installation)))
                .flatMap(account -> enrolment
                        .enrol(account.id(), administrator(installation))
                        .thenReturn(account))
                .as(transaction::transactional);
    }

    private Mono<Account> insertFirst(Installation installation) {
        return database.sql(INSERT_FIRST)
                .bind("name", installation.accountName())
                .map(SqlAccounts::account)
                .one();
    }

    private static NewAgent administrator(Installation installation) {
        return new NewAgent(
                installation.administratorName(), installation.email(), true, null, null, installation.password());
    }

    private static Account account(Readable row) {
        Columns columns = new Columns(row);
        return new Account(
                new AccountId(columns.number("id")),
                columns.text("name"),
                columns.text("locale"),
                columns.instant("created_at"));
    }
}
