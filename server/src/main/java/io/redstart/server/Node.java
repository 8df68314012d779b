package io.redstart.server;

import io.redstart.server.invocation.NodeCalls;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.Relief;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What all namespaces of a node share. None of it can be seen by a client or a bundle.
 *
 * @param settings of the server
 * @param name the node's own, new with each start
 * @param clock tells the time in milliseconds; only grows
 * @param workers run what may wait
 * @param observer is told what happens
 * @param relief sees to it that not too much is kept for clients
 * @param calls counts calls
 */
record Node(
        ServerSettings settings,
        String name,
        LongSupplier clock,
        Executor workers,
        Observer observer,
        Relief relief,
        NodeCalls calls) {}
