package io.redstart.proofs.channels;

import io.redstart.proofs.Node;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the JavaScript library, in a process of its own. */
final class NodePlayer implements Player {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Node node;

    NodePlayer(URI server, String token) throws IOException {
        node = Node.run("channels.js", lines::add, server.toString(), token);
    }

    @Override
    public void does(String command) {
        node.say(command);
    }

    @Override
    public String next() throws InterruptedException {
        String line = lines.poll(ChannelsContract.PATIENCE, TimeUnit.SECONDS);
        return line == null ? "nothing" : line;
    }

    @Override
    public void close() {
        node.hangUp();
        node.end(10, TimeUnit.SECONDS);
    }
}
