@NullMarked
package io.parley.agentgateway.stream;

import org.jspecify.annotations.NullMarked;
