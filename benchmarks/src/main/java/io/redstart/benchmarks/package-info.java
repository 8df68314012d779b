/** Measures Redstart: hot classes, the start, a server under load. */
@NullMarked
package io.redstart.benchmarks;

import org.jspecify.annotations.NullMarked;
