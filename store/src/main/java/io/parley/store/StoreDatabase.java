package io.parley.store;

import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the store's tables are, for the migrations, which go over JDBC; everything else is {@code spring.r2dbc}.
 *
 * @param schema holds all tables; extensions live in {@code public}
 * @param connectRetries how often a start asks for a database that is not there yet, at growing intervals up to two
 *     minutes
 */
@Validated
@ConfigurationProperties("parley.store.database")
record StoreDatabase(
        @DefaultValue("localhost") String host,
        @DefaultValue("5432") int port,
        @DefaultValue("parley") String name,
        @DefaultValue("parley") String username,
        @DefaultValue("") String password,

        @DefaultValue("parley") @Pattern(regexp = "[a-z_][a-z0-9_]*")
        String schema,

        @DefaultValue("7") int connectRetries) {

    @Override
    public String toString() {
        return "StoreDatabase[" + host + ":" + port + "/" + name + ", schema " + schema + "]";
    }
}
