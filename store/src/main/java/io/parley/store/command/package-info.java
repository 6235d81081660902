@NullMarked
package io.parley.store.command;

import org.jspecify.annotations.NullMarked;
