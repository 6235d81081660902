/** Custom attributes the account keeps. */
@NullMarked
package io.parley.agentgateway.api.customattribute;

import org.jspecify.annotations.NullMarked;
