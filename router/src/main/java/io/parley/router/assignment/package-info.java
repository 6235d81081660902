/** Teams, capacity, turns: who is given the next conversation. */
@NullMarked
package io.parley.router.assignment;

import org.jspecify.annotations.NullMarked;
