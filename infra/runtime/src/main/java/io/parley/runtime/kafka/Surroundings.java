package io.parley.runtime.kafka;

import com.fasterxml.jackson.core.JacksonException;
import io.parley.contract.InvalidContent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.RetriableException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Decides whether a failure is the surroundings' (database, broker, Redis, network away or misconfigured) or the
 * record's. The outermost exception of the chain that says something decides; what nobody knows is the record's.
 */
final class Surroundings {

    /** Drivers this module does not depend on, by the name of the class or of one it extends. */
    private static final Set<String> TRANSIENT_NAMES = Set.of(
            "io.r2dbc.spi.R2dbcTransientException",
            "io.r2dbc.spi.R2dbcNonTransientResourceException",
            "io.r2dbc.spi.R2dbcPermissionDeniedException",
            "io.r2dbc.spi.R2dbcBadGrammarException",
            "io.lettuce.core.RedisException",
            "io.github.resilience4j.circuitbreaker.CallNotPermittedException",
            "io.github.resilience4j.bulkhead.BulkheadFullException",
            "io.github.resilience4j.ratelimiter.RequestNotPermitted");

    private static final List<Class<? extends Throwable>> TRANSIENT = List.of(
            BrokerUnavailable.class,
            TransientDataAccessException.class,
            RecoverableDataAccessException.class,
            DataAccessResourceFailureException.class,
            NonTransientDataAccessResourceException.class,
            // A table, column or permission that is missing is a deployment to mend, the same for every record.
            InvalidDataAccessResourceUsageException.class,
            PermissionDeniedDataAccessException.class,
            CannotCreateTransactionException.class,
            RetriableException.class,
            IOException.class,
            TimeoutException.class,
            InterruptedException.class,
            CancellationException.class,
            RejectedExecutionException.class,
            Error.class);

    private static final List<Class<? extends Throwable>> POISON =
            List.of(InvalidContent.class, JacksonException.class, DataIntegrityViolationException.class);

    private final List<TransientFailure> contributed;

    Surroundings(List<TransientFailure> contributed) {
        this.contributed = List.copyOf(contributed);
    }

    boolean areToBlameFor(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (isOneOf(POISON, cause)) {
                return false;
            }
            if (isTransient(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private boolean isTransient(Throwable failure) {
        return isOneOf(TRANSIENT, failure)
                || isNamedTransient(failure)
                || contributed.stream().anyMatch(it -> it.isTransient(failure));
    }

    private static boolean isNamedTransient(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (TRANSIENT_NAMES.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(List<Class<? extends Throwable>> types, Throwable failure) {
        return types.stream().anyMatch(type -> type.isInstance(failure));
    }
}
