/** What agents see and change of themselves. */
@NullMarked
package io.parley.agentgateway.api.profile;

import org.jspecify.annotations.NullMarked;
