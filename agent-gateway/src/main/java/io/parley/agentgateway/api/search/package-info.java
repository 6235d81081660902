/** Search over what was said, contacts and articles, and the state of its index. */
@NullMarked
package io.parley.agentgateway.api.search;

import org.jspecify.annotations.NullMarked;
