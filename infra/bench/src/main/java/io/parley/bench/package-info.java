/** Figures anybody can print again, each beside a limit measured in the same run; never a test. */
@NullMarked
package io.parley.bench;

import org.jspecify.annotations.NullMarked;
