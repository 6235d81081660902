package io.parley.runtime.visitor;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is kept for visitors who were away.
 *
 * @param keyPrefix what every Redis key of this hub begins with
 * @param length about how many entries a visitor's stream keeps: how far back a cursor reaches
 * @param kept how long a stream lies after its last entry; who comes later reads the history instead
 * @param lookEvery how often a connected visitor's stream is read without being told to, should word of an entry be
 *     lost
 */
@ConfigurationProperties("parley.visitors")
public record VisitorStreamSettings(
        @DefaultValue("parley:") String keyPrefix,
        @DefaultValue("200") int length,
        @DefaultValue("14d") Duration kept,
        @DefaultValue("25s") Duration lookEvery) {}
