/** What an agent's browser and the API's clients talk to. */
@NullMarked
package io.parley.agentgateway;

import org.jspecify.annotations.NullMarked;
