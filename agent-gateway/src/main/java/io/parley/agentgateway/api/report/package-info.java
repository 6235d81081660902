/** What was done over time, and how things stand now. */
@NullMarked
package io.parley.agentgateway.api.report;

import org.jspecify.annotations.NullMarked;
