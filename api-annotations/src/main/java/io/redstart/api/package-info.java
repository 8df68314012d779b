/**
 * What an API author writes against: annotations that mark classes and methods, and the few interfaces a method may
 * use while it runs. An API jar depends on this artifact alone.
 */
@NullMarked
package io.redstart.api;

import org.jspecify.annotations.NullMarked;
