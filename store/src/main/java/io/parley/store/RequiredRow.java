package io.parley.store;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/** Of statements that have nothing to do where there is no such row. */
public final class RequiredRow {

    private RequiredRow() {}

    /** Completes once a row was changed; where there was none it ends as {@code otherwise} does. */
    public static Mono<Void> change(GenericExecuteSpec statement, Mono<Long> otherwise) {
        return statement
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows > 0)
                .switchIfEmpty(otherwise)
                .then();
    }
}
