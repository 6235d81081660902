package io.parley.runtime.secret;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The hub's secret, read once. */
@AutoConfiguration
class SecretRuntimeAutoConfiguration {

    /** Read here and not by a settings record, whose validation would print a value it refuses. */
    @Bean
    HubSecret hubSecret(@Value("${parley.secret-key-base:${SECRET_KEY_BASE:}}") String secretKeyBase) {
        return new HubSecret(secretKeyBase);
    }
}
