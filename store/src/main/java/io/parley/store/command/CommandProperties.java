package io.parley.store.command;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param batchTimeout limit for one try of a batch of commands */
@ConfigurationProperties("parley.store.command")
record CommandProperties(@DefaultValue("30s") Duration batchTimeout) {}
