/** Measures servers under load: Redstart, and Jetty as everybody writes it, started and loaded the same way. */
@NullMarked
package io.redstart.benchmarks.load;

import org.jspecify.annotations.NullMarked;
