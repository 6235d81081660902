package io.parley.store.agent;

import io.parley.store.StoreFailure;
import java.util.Locale;
import java.util.regex.Pattern;

/** The rules for what an agent is called and reached by. */
final class AgentFields {

    private static final int MAX_LENGTH = 255;
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
}
