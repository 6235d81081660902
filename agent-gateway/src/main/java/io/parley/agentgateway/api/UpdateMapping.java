package io.parley.agentgateway.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** An update: {@code PATCH} and {@code PUT} are the same action everywhere. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@RequestMapping(method = {RequestMethod.PATCH, RequestMethod.PUT})
public @interface UpdateMapping {

    @AliasFor(annotation = RequestMapping.class, attribute = "path")
    String[] value() default {};
}
