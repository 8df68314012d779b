package io.redstart.proofs.ledger;

import io.redstart.proofs.Node;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients of the JavaScript library, all in one process of Node, which writes down what they say and hear. */
final class NodePlayers implements Players {
    private static final long PATIENCE_SECONDS = 120;

    private final Node node;

    private NodePlayers(URI server, int clients, Ledger ledger) throws IOException {
        node = Node.run("players.js", line -> write(ledger, line.split(" ")), server.toString(), "" + clients);
    }

    static Players connect(URI server, int clients, Ledger ledger) throws Exception {
        NodePlayers players = new NodePlayers(server, clients, ledger);
        players.node.await("join", PATIENCE_SECONDS);
        return players;
    }

    private static void write(Ledger ledger, String[] line) {
        int client = Integer.parseInt(line[1]);
        if (line.length == 2) {
            ledger.tellsOfGap(client);
            return;
        }
        Page page = ledger.page(client, Lane.valueOf(line[2]));
        long number = line.length > 3 ? Long.parseLong(line[3]) : 0;
        switch (line[0]) {
            case "said" -> page.says(number);
            case "heard" -> page.hears(number);
            case "lost" -> page.tellsLost(number);
            case "doubt" -> page.tellsDoubt(number);
            case "refused" -> page.refuses(number);
            case "gap" -> page.tellsOfGap();
            default -> throw new IllegalArgumentException("the players said " + String.join(" ", line));
        }
    }

    @Override
    public void start() {
        node.say("start");
    }

    @Override
    public void finish() throws TimeoutException, InterruptedException {
        node.say("finish");
        node.await("finish", PATIENCE_SECONDS);
    }

    @Override
    public void close() {
        node.say("close");
        node.end(10, TimeUnit.SECONDS);
    }
}
