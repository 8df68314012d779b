package io.redstart.server.admin;

import java.util.List;

/**
 * A method that clients call.
 *
 * @param name the last part of its name
 * @param parameters what a client gives
 * @param result what a call gives back: of a stream, the type of an item
 * @param stream whether it answers item by item
 * @param doc its documentation comment as TSDoc, or empty
 */
record TsMethod(String name, List<TsProperty> parameters, TsType result, boolean stream, String doc) {}
