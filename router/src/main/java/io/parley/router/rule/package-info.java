@NullMarked
package io.parley.router.rule;

import org.jspecify.annotations.NullMarked;
