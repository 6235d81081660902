package io.parley.store.due;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What happens by the clock.
 *
 * @param interval how often it is looked for
 * @param earlyArrivalsKept how long what came before its message waits for it
 */
@ConfigurationProperties("parley.store.due")
record DueProperties(
        @DefaultValue("1s") Duration interval,
        @DefaultValue("7d") Duration earlyArrivalsKept) {}
