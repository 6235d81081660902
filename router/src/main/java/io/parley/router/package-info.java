/** Which inbox, which rules, who answers. */
@NullMarked
package io.parley.router;

import org.jspecify.annotations.NullMarked;
