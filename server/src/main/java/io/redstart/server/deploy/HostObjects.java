package io.redstart.server.deploy;

import io.redstart.api.Sessions;
import io.redstart.api.Settings;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the server lends to the objects of a bundle.
 *
 * @param sessions asked whenever an object of a bundle wants all sessions
 * @param settings the settings of a bundle by its name
 */
public record HostObjects(Supplier<Sessions> sessions, Function<String, Settings> settings) {}
