/**
 * Runs inside the compiler of an API jar: reports mistakes where they stand, and writes down what reflection cannot
 * tell later. It uses the JDK alone.
 */
@NullMarked
package io.redstart.api.processor;

import org.jspecify.annotations.NullMarked;
