/** The knowledge base. */
@NullMarked
package io.parley.agentgateway.api.article;

import org.jspecify.annotations.NullMarked;
