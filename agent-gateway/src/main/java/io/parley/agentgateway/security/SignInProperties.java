package io.parley.agentgateway.security;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often somebody may try to sign in.
 *
 * @param perAddress tries from one IP address at once, which come back evenly within {@code addressWindow}; the machine
 *     itself is exempt
 * @param perEmail tries for one e-mail address within {@code emailWindow}, wherever they come from
 */
@Validated
@ConfigurationProperties("parley.gateway.sign-in")
record SignInProperties(
        @DefaultValue("5") @Min(1) int perAddress,
        @DefaultValue("5m") Duration addressWindow,
        @DefaultValue("10") @Min(1) int perEmail,
        @DefaultValue("15m") Duration emailWindow) {}
