package io.parley.store;

import io.r2dbc.spi.R2dbcException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * A value PostgreSQL will never take, whoever offers it. The driver calls that bad grammar, which would be the
 * deployment's fault and waited out; it is the record's.
 */
public final class UnfitData extends DataIntegrityViolationException {

    private static final long serialVersionUID = 1L;
    private static final String DATA_EXCEPTION = "22";

    private UnfitData(Throwable cause) {
        super("PostgreSQL cannot keep a value", cause);
    }

    /** The failure, by its right name. */
    public static Throwable nameIt(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof R2dbcException database
                    && database.getSqlState() != null
                    && database.getSqlState().startsWith(DATA_EXCEPTION)) {
                return new UnfitData(failure);
            }
        }
        return failure;
    }
}
