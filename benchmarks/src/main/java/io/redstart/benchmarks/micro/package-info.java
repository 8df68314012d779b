/** Measures the hot classes, each alone, with JMH. */
@NullMarked
package io.redstart.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
