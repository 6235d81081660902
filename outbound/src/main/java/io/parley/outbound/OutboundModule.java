package io.parley.outbound;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** All beans of outbound; its settings are in {@code parley-outbound.yml}. */
@Configuration
@ComponentScan
@ConfigurationPropertiesScan
public class OutboundModule {}
