package io.parley.store.agent;

import io.parley.store.StoreFailure;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules for what an agent is called and reached by. */
final class AgentFields {

    private static final int MAX_LENGTH = 255;
    private static final int MAX_LIMIT = 100_000;
    private static final int MAX_WEIGHT = 100;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private AgentFields() {}

    static String name(String given) {
        String name = given.strip();
        if (name.isEmpty()) {
            throw new StoreFailure.Invalid("name", "Name can't be blank");
        }
        if (name.length() > MAX_LENGTH) {
            throw new StoreFailure.Invalid("name", "Name is too long (maximum is %d characters)".formatted(MAX_LENGTH));
        }
        return name;
    }

    static String email(String given) {
        String email = given.strip().toLowerCase(Locale.ROOT);
        if (email.length() > MAX_LENGTH || !EMAIL.matcher(email).matches()) {
            throw new StoreFailure.Invalid("email", "Email is invalid");
        }
        return email;
    }

    /** 0: any number. */
    static @Nullable Integer assignmentLimit(@Nullable Integer given) {
        if (given != null && (given < 0 || given > MAX_LIMIT)) {
            throw new StoreFailure.Invalid(
                    "assignment_limit", "Assignment limit must be 0 (any number) to %d".formatted(MAX_LIMIT));
        }
        return given;
    }

    static @Nullable Integer assignmentWeight(@Nullable Integer given) {
        if (given != null && (given < 0 || given > MAX_WEIGHT)) {
            throw new StoreFailure.Invalid(
                    "assignment_weight", "Assignment weight must be 0 (none) to %d".formatted(MAX_WEIGHT));
        }
        return given;
    }
}
