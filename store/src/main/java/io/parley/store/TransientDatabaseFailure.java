package io.parley.store;

import io.parley.runtime.kafka.TransientFailure;
import io.r2dbc.spi.R2dbcException;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Knows by PostgreSQL's own codes which failures pass by themselves, whatever the driver and Spring call them. */
@Component
class TransientDatabaseFailure implements TransientFailure {

    /** Connection, rolled back, resources, not in the right state (locks), told to stop, system. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "25", "40", "53", "55", "57", "58", "XX");

    @Override
    public boolean isTransient(Throwable failure) {
        return failure instanceof R2dbcException database
                && database.getSqlState() != null
                && database.getSqlState().length() == 5
                && PASSING_CLASSES.contains(database.getSqlState().substring(0, 2));
    }
}
