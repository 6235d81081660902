package io.parley.store;

import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** All beans of the store; its settings are in {@code parley-store.yml}. */
@Configuration
@ComponentScan
@ConfigurationPropertiesScan
public class StoreModule {

    /** Migrates before anything else of the store starts: lifecycles begin once all beans are there. */
    @Bean(initMethod = "migrate")
    Flyway storeMigrations(StoreDatabase database) {
        return Migrations.of(database);
    }

    /** How agents' passwords are kept. */
    @Bean
    PasswordEncoder agentPasswords() {
        return new BCryptPasswordEncoder();
    }
}
