package io.redstart.server.transport;

/** Whether connections begin with a line of the PROXY protocol, which tells whose they are. */
public enum ProxyProtocol {
    /** They do not. */
    OFF,
    /** Each does, version 1 or 2; others are closed. */
    REQUIRED
}
