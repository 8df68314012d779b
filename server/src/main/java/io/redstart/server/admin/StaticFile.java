package io.redstart.server.admin;

/**
 * A file that can be served.
 *
 * @param resource its name in its class loader
 * @param length its size in bytes
 * @param etag changes with its content; in quotes
 */
record StaticFile(String resource, long length, String etag) {}
