/** Runs a server for long under a bit of everything, and looks whether it grows or forgets an answer. */
@NullMarked
package io.redstart.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
