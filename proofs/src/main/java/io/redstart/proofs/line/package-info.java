/** A network that fails: a proxy that cuts the lines through it, where and how a seed says. */
@NullMarked
package io.redstart.proofs.line;

import org.jspecify.annotations.NullMarked;
