/** What may help an agent to answer: similar conversations, and replies that fitted before. */
@NullMarked
package io.parley.store.suggestion;

import org.jspecify.annotations.NullMarked;
