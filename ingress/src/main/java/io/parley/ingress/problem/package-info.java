@NullMarked
package io.parley.ingress.problem;

import org.jspecify.annotations.NullMarked;
