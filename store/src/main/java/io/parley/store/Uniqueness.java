package io.parley.store;

import io.r2dbc.postgresql.api.PostgresqlException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * A database constraint that says some value is taken, and how that is told.
 *
 * @param constraint the name PostgreSQL reports
 */
public record Uniqueness(String constraint, String attribute, String sentence) {

    /** For {@code onErrorMap}: the violation of one of these constraints becomes its sentence, all else stays. */
    public static Function<Throwable, Throwable> toInvalid(Uniqueness... rules) {
        return failure -> {
            String violated = violatedConstraint(failure);
            for (Uniqueness rule : rules) {
                if (rule.constraint.equals(violated)) {
                    return new StoreFailure.Invalid(rule.attribute, rule.sentence);
                }
            }
            return failure;
        };
    }

    private static @Nullable String violatedConstraint(Throwable failure) {
        return failure instanceof DataIntegrityViolationException
                        && failure.getCause() instanceof PostgresqlException cause
                ? cause.getErrorDetails().getConstraintName().orElse(null)
                : null;
    }
}
