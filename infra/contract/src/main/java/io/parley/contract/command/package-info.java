/** What a rule decided, for the store to do. */
@NullMarked
package io.parley.contract.command;

import org.jspecify.annotations.NullMarked;
