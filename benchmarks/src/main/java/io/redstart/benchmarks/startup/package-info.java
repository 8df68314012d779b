/** Measures the way from the command to the first answered call. */
@NullMarked
package io.redstart.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
