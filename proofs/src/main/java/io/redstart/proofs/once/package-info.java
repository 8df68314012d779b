/** Cuts lines between the end of a method and its answer, and counts how often the method ran. */
@NullMarked
package io.redstart.proofs.once;

import org.jspecify.annotations.NullMarked;
