package io.parley.agentgateway;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;

/** The gateway's beans, for whoever composes modules. It asks the store through beans that the store brings. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
        excludeFilters = {
            @Filter(SpringBootConfiguration.class),
            @Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class)
        })
@ConfigurationPropertiesScan
public class AgentGatewayModule {}
