@NullMarked
package io.parley.standalone.command;

import org.jspecify.annotations.NullMarked;
