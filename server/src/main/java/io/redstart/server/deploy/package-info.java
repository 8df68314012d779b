/**
 * Bundles: jars of APIs that are checked, copied, loaded apart from the server and from each other, and swapped while
 * the server runs.
 */
@NullMarked
package io.redstart.server.deploy;

import org.jspecify.annotations.NullMarked;
