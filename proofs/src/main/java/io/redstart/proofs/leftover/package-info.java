/** What is left of a process when thousands came and went, and when bundles were replaced again and again. */
@NullMarked
package io.redstart.proofs.leftover;

import org.jspecify.annotations.NullMarked;
