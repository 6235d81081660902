/**
 * Evolution API without WhatsApp: its REST, its webhooks, its faults, and phones to write from, for trial and tests.
 *
 * <p>Begin at {@link io.parley.evolution.simulator.EvolutionSimulator}.
 */
@NullMarked
package io.parley.evolution.simulator;

import org.jspecify.annotations.NullMarked;
