package io.parley.agentgateway.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the {@link Parameters} a method reads, for the API's document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Takes {

    /**
     * Each as {@code name} or {@code name: type}, with type one of {@code text} (unless said otherwise),
     * {@code number}, {@code boolean}, {@code object}, {@code texts}, {@code numbers}, {@code objects}, {@code files}.
     */
    String[] value();
}
