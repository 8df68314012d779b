/** Joins all parts and picks their defaults: the embedded server, its settings and the command line. */
@NullMarked
package io.redstart.server;

import org.jspecify.annotations.NullMarked;
