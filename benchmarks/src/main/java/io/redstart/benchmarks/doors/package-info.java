/** A server whose doors are measured beside the originals. */
@NullMarked
package io.redstart.benchmarks.doors;

import org.jspecify.annotations.NullMarked;
