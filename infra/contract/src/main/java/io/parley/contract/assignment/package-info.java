/** What has to be known to decide who answers. */
@NullMarked
package io.parley.contract.assignment;

import org.jspecify.annotations.NullMarked;
