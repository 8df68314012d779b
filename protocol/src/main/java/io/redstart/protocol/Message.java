package io.redstart.protocol;

/** One message of the native wire, {@code redstart.v1}; PROTOCOL.md describes each. */
public sealed interface Message permits FromClient, FromServer {}
